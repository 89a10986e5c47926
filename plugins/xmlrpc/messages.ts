// The log lines of XML-RPC requests (MSG-12..14).

/** As much of a request as a log line shows. */
export const SHOWN_CHARACTERS = 2_000

/** Text in quotes, on one line, as operators know it from Supervisor's log. */
export function quote(text: string): string {
  const shown = cut(text)
  const mark = shown.includes("'") && !shown.includes('"') ? '"' : "'"
  const escaped = onOneLine(shown.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`))
  return mark + escaped + mark
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text
}

/** What a client sends neither begins a line of the log nor commands a terminal. */
function onOneLine(text: string): string {
  return text
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(
      /[\u0000-\u001f\u007f-\u00a0]/g,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
}

export const messages = {
  unmarshallable: (data: string) => `XML-RPC request data ${quote(data)} is invalid: unmarshallable`,
  noMethodName: (data: string) => `XML-RPC request data ${quote(data)} is invalid: no method name`,
  called: (method: string) => `XML-RPC method called: ${onOneLine(cut(method))}()`,
  returned: (method: string) => `XML-RPC method ${onOneLine(cut(method))}() returned successfully`,
  returnedFault: (method: string, code: number, text: string) =>
    `XML-RPC method ${onOneLine(cut(method))}() returned fault: [${code}] ${onOneLine(cut(text))}`,
  failed: (data: string, error: unknown) =>
    `Handling XML-RPC request with data ${quote(data)} raised an unexpected exception: ${
      error instanceof Error ? (error.stack ?? error.message) : String(error)
    }`,
  initialized: (space: string) => `RPC interface '${space}' initialized`,
}
