// The machine that a harness pretends to run on, as far as the config reader asks for it.

import type { SetupRequest } from '../setup.js'

const USERS = [
  { name: 'root', uid: 0, gid: 0, home: '/root' },
  { name: 'www', uid: 33, gid: 33, home: '/var/www' },
  { name: 'operator', uid: 1_000, gid: 1_000, home: '/home/operator' },
]

/** Reads `file` as a daemon in the foreground does that was started in the folder `here`. */
export function surroundings(
  file: string,
  here: string,
  environment: Readonly<Record<string, string>>,
): SetupRequest['request'] {
  return {
    file,
    environment,
    commandLine: { overrides: { nodaemon: true }, plugins: [] },
    accounts: {
      lookupUser: (user) => USERS.find(({ name, uid }) => user === name || Number(user) === uid),
      lookupGroup: (group) => USERS.find(({ name, gid }) => group === name || Number(group) === gid),
    },
    hostNodeName: 'host.example',
    tempDirectory: here,
    workingDirectory: here,
  }
}
