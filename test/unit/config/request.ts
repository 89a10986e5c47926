// A request to the config reader with everything that would depend on the machine pinned down.

import type { ConfigRequest } from '../../../core/config/index.js'

export const ROOT_ONLY: ConfigRequest['accounts'] = {
  lookupUser: (user) => (user === 'root' || user === 0 ? { uid: 0, home: '/root' } : undefined),
  lookupGroup: (group) => (group === 'root' || group === 0 ? { gid: 0 } : undefined),
}

export function requestFor(file: string, more: Partial<ConfigRequest> = {}): ConfigRequest {
  return {
    file,
    plugins: [],
    environment: { HOME: '/root', WORD: 'word', PERCENT: '50%' },
    accounts: ROOT_ONLY,
    hostNodeName: 'host',
    tempDirectory: '/tmp',
    workingDirectory: '/',
    ...more,
  }
}
