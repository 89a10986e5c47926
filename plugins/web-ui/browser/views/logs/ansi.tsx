// A line of a log as elements: colours of ANSI sequences, and what was searched for marked. Text stays text.

import Anser from 'anser'

interface Piece {
  readonly text: string
  readonly className: string
}

/** Other escape sequences (titles, cursor movement) mean nothing on a page. */
const OTHER_SEQUENCES = /\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-?]*[ -/]*[@-ln-~]|[@-Z\\^_])/g
const CONTROLS = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]/g

function piecesOf(line: string): readonly Piece[] {
  const text = line.replace(OTHER_SEQUENCES, '').replace(CONTROLS, '\ufffd')
  if (!text.includes('\x1b')) return [{ text, className: '' }]
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map((chunk) => ({
    text: chunk.content.replaceAll('\x1b', ''),
    className: [chunk.fg, chunk.bg && `on-${chunk.bg}`, ...chunk.decorations].filter(Boolean).join(' '),
  }))
}

interface LogTextProps {
  readonly line: string
  /** In lower case; empty for none. */
  readonly marked: string
}

export function LogText({ line, marked }: LogTextProps) {
  return (
    <>
      {piecesOf(line).map(({ text, className }, index) => (
        <span key={index} class={className}>
          {marked === '' ? text : mark(text, marked)}
        </span>
      ))}
    </>
  )
}

/** Splits a text at each place where the words occur. */
function mark(text: string, marked: string): preact.ComponentChildren {
  const parts: preact.ComponentChildren[] = []
  const low = text.toLowerCase()
  let from = 0
  for (let at = low.indexOf(marked); at >= 0; at = low.indexOf(marked, from)) {
    parts.push(text.slice(from, at), <mark>{text.slice(at, at + marked.length)}</mark>)
    from = at + marked.length
  }
  return [...parts, text.slice(from)]
}

/** A line without its sequences: what a search looks at. */
export function plainText(line: string): string {
  return line.includes('\x1b')
    ? piecesOf(line)
        .map((one) => one.text)
        .join('')
    : line
}
