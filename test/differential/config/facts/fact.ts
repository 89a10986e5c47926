// A configuration that shows one fact. `{dir}` is the folder it is written to.

export interface ConfigFact {
  /** What is shown, with its id. */
  readonly title: string
  /** The main file, and included files by name. */
  readonly text: string | Buffer
  readonly files?: Readonly<Record<string, string>>
  /** Where Reeve differs on purpose: the id, and what the first difference looks like. */
  readonly differs?: { readonly because: string; readonly reference: RegExp; readonly ours: RegExp }
}

export const daemon = (body: string) => `[supervisord]\n${body}\n`
export const program = (body: string) => `[supervisord]\n[program:web]\ncommand=/bin/cat\n${body}\n`
