// What system.methodHelp and system.methodSignature answer for the twiddler.

import type { RpcMethodDoc } from 'reeve/sdk'

const GROUP = '@param string group_name  an active group'
const TRUE = '@return boolean result  always true; a failure is a fault'

export const DOCS: Readonly<Record<string, RpcMethodDoc>> = {
  getAPIVersion: {
    signature: ['string'],
    help: 'The version of this interface.\n\n@return string version  such as 1.0',
    readOnly: true,
  },
  getGroupNames: {
    signature: ['array'],
    help: 'The names of the active groups.\n\n@return array names  in the order in which they were added',
    readOnly: true,
  },
  log: {
    signature: ['boolean', 'string', 'string'],
    help: `Writes a line to the daemon's log.\n\n@param string message  the line\n@param string level  a name (INFO, the default) or a number (20)\n${TRUE}`,
  },
  addProgramToGroup: {
    signature: ['boolean', 'string', 'string', 'struct'],
    help: `Adds the processes of a program to a group, until the daemon restarts.\n\n${GROUP}\n@param string program_name  as in [program:x]\n@param struct program_options  as in [program:x]; command is required\n${TRUE}`,
  },
  removeProcessFromGroup: {
    signature: ['boolean', 'string', 'string'],
    help: `Takes a stopped process out of its group, until the daemon restarts.\n\n${GROUP}\n@param string process_name  one process of it\n${TRUE}`,
  },
}
