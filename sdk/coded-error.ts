// Errors that any copy of the SDK recognises: a plugin's own copy, and the one inside a bundled program.

export interface CodedErrorClass<Name extends string, Code extends string> {
  new (message?: string, options?: ErrorOptions): Error & { readonly name: Name; readonly code: Code }
  [Symbol.hasInstance](value: unknown): boolean
}

/** What an error class with a code extends. `instanceof` goes by the code. */
export function codedError<Name extends string, Code extends string>(
  name: Name,
  code: Code,
): CodedErrorClass<Name, Code> {
  return class extends Error {
    override readonly name = name
    readonly code = code

    static override [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof Error && 'code' in value && value.code === code
    }
  }
}
