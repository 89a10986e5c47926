/** Tells of a line whether every word of a text occurs in it, capitals or not. */
export function finderOf(text: string): (line: string) => boolean {
  const words = text.toLowerCase().split(/\s+/)
  return (line) => {
    const low = line.toLowerCase()
    return words.every((word) => low.includes(word))
  }
}
