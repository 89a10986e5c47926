// Words of a line with the quoting of a POSIX shell, and nothing else of it.

/** Throws for a quote that is never closed. */
export function splitWords(line: string): string[] {
  const words: string[] = []
  const parts = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|[^\s'"\\]+|['"\\]/g
  let word: string | null = null
  for (const [part, single, double, escaped] of line.matchAll(parts)) {
    if (/^\s/.test(part)) {
      if (word !== null) words.push(word)
      word = null
      continue
    }
    const isQuoted = single !== undefined || double !== undefined || escaped !== undefined
    if (!isQuoted && /^['"\\]$/.test(part)) throw new Error('No closing quotation')
    word = (word ?? '') + (single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? part)
  }
  if (word !== null) words.push(word)
  return words
}
