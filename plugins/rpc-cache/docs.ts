// What system.methodHelp and system.methodSignature answer for the cache.

import type { RpcMethodDoc } from 'reeve/sdk'

const KEY = '@param string key  not empty'
const TRUE = '@return boolean result  always true; a failure is a fault'

export const DOCS: Readonly<Record<string, RpcMethodDoc>> = {
  getAPIVersion: {
    signature: ['string'],
    help: 'The version of this interface.\n\n@return string version  such as 0.2',
    readOnly: true,
  },
  getKeys: {
    signature: ['array'],
    help: 'The keys of all items.\n\n@return array keys  sorted',
    readOnly: true,
  },
  getCount: {
    signature: ['int'],
    help: 'How many items there are.\n\n@return int count  0 or more',
    readOnly: true,
  },
  store: {
    signature: ['boolean', 'string', 'string'],
    help: `Keeps a value until the daemon ends.\n\n${KEY}\n@param string data  any value\n${TRUE}`,
  },
  fetch: {
    signature: ['string', 'string'],
    help: `The value of a key.\n\n${KEY}\n@return string data  as it was stored; BAD_NAME when there is none`,
    readOnly: true,
  },
  delete: { signature: ['boolean', 'string'], help: `Removes one item.\n\n${KEY}\n${TRUE}` },
  clear: { signature: ['boolean'], help: `Removes all items.\n\n${TRUE}` },
}
