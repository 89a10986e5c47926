// The reeve-plugin program: `npx reeve-plugin NAME` makes the folder of a new plugin.

import { relative } from 'node:path'
import { readArguments, ScaffoldError, USAGE } from '../../sdk/scaffold/arguments.js'
import { scaffold } from '../../sdk/scaffold/scaffold.js'
import { packageRoot } from '../modules/package-root.js'
import { takenNames } from './taken-names.js'

process.exitCode = main(process.argv.slice(2), process.cwd())

function main(argv: readonly string[], workingDirectory: string): number {
  try {
    const request = readArguments(argv, takenNames())
    if (request === null) {
      console.log(USAGE)
      return 0
    }
    const { folder, files } = scaffold(request, { packageRoot: packageRoot(), workingDirectory })
    const name = relative(workingDirectory, folder)
    console.log(`${folder}\n${files.map((file) => `  ${file}\n`).join('')}`)
    console.log(`Now: cd ${name} && npm install && npm test`)
    return 0
  } catch (error) {
    const text = error instanceof ScaffoldError ? error.message : describe(error)
    if (text === undefined) throw error
    console.error(`Error: ${text}`)
    return 2
  }
}

/** What the system refuses, with the path. */
function describe(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error ? error.message : undefined
}
