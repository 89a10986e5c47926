// The end of a program by a bug of ours: exit code 1 (CLI-AUX-06), and the stack without what Node would print before
// it: the whole line of source, which in a bundle is thirty screens long.

export function crash(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}

/** Until the result is called, an error that nothing catches ends the program. */
export function crashAtStrayErrors(): () => void {
  process.on('uncaughtException', crash)
  return () => process.off('uncaughtException', crash)
}
