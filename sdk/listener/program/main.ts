// What an executable does around its program: help, mistakes on the command line, and its exit code.

import { complain } from '../standard-streams.js'
import { UsageError } from './options.js'

export interface MainOptions {
  readonly help: string
  /** The exit code for a wrong command line. */
  readonly usageCode: number
}

/** Sets `process.exitCode`: 0 for help and at the end, `usageCode`, or 1 for anything else that goes wrong. */
export async function main(
  program: (argv: readonly string[]) => Promise<void>,
  { help, usageCode }: MainOptions,
): Promise<void> {
  const argv = process.argv.slice(2)
  if (argv.some((word) => word === '-h' || word === '--help')) {
    process.stdout.write(`${help}\n`)
    return
  }
  try {
    await program(argv)
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\n\n${help}`)
      process.exitCode = usageCode
    } else {
      complain(error instanceof Error ? error.message : String(error))
      process.exitCode = 1
    }
  }
}
