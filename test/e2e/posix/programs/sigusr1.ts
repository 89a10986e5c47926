// A program that gives SIGUSR1 its default and waits.

import { giveSigusr1ItsDefault } from '../../../../core/posix/signals.js'

giveSigusr1ItsDefault()
setTimeout(() => {}, 60_000)
process.stdout.write('ready\n')
