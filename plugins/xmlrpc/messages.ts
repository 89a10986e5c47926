// The log lines of XML-RPC requests (MSG-12..14).

/** As much of a request as a log line shows. */
export const SHOWN_CHARACTERS = 2_000

/** Text in quotes, on one line, as operators know it from Supervisor's log. */
export function quote(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text
  const mark = shown.includes("'") && !shown.includes('"') ? '"' : "'"
  const escaped = shown
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(
      /[\u0000-\u001f\u007f-\u00a0]/g,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
  return mark + escaped + mark
}

export const messages = {
  unmarshallable: (data: string) => `XML-RPC request data ${quote(data)} is invalid: unmarshallable`,
  noMethodName: (data: string) => `XML-RPC request data ${quote(data)} is invalid: no method name`,
  called: (method: string) => `XML-RPC method called: ${method}()`,
  returned: (method: string) => `XML-RPC method ${method}() returned successfully`,
  returnedFault: (method: string, code: number, text: string) =>
    `XML-RPC method ${method}() returned fault: [${code}] ${text}`,
  failed: (data: string, error: unknown) =>
    `Handling XML-RPC request with data ${quote(data)} raised an unexpected exception: ${
      error instanceof Error ? (error.stack ?? error.message) : String(error)
    }`,
  initialized: (space: string) => `RPC interface '${space}' initialized`,
}
