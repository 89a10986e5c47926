// Columns of text, measured in code points as the original measures them.

export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : [...text].length
}

/** Blanks on the right up to `width`. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/**
 * Words in as many columns as fit into `width`, filled from the top: columns are two blanks apart, each as wide as its
 * longest word.
 */
export function inColumns(words: readonly string[], width: number): string[] {
  for (let rows = 1; rows < words.length; rows++) {
    const columns = Array.from({ length: Math.ceil(words.length / rows) }, (_, column) =>
      words.slice(column * rows, (column + 1) * rows),
    )
    const widths = columns.map((column) => Math.max(...column.map(widthOf)))
    if (widths.reduce((sum, one) => sum + one + 2, -2) > width) continue
    return Array.from({ length: rows }, (_, row) => {
      const cells = columns.map((column) => column[row] ?? '')
      while (cells.at(-1) === '') cells.pop()
      return cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')
    })
  }
  return [...words]
}

const NAME_WIDTH = 30
const STATE_WIDTH = 10

/** The first column of `status`. */
export function nameWidthOf(namespecs: readonly string[]): number {
  return Math.max(NAME_WIDTH, ...namespecs.map(widthOf)) + 3
}

/** The second one. */
export function padState(state: string): string {
  return pad(state, STATE_WIDTH)
}
