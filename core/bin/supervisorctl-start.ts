// What the executable `supervisorctl` starts: the program, from its code cache.

import { join } from 'node:path'
import { runProgram } from './code-cache.js'

runProgram(join(import.meta.dirname, 'supervisorctl-program.cjs'))
