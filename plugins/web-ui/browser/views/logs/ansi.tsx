// A line of a log as elements: colours of ANSI sequences, and what was searched for marked. Text stays text.

import Anser from 'anser'

interface Piece {
  readonly text: string
  readonly className: string
  /** Colours that have no class: the 256 of a palette, and free ones. */
  readonly style: Readonly<Record<string, string>>
}

/** Other escape sequences (titles, cursor movement) mean nothing on a page. */
const OTHER_SEQUENCES = /\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-?]*[ -/]*[@-ln-~]|[@-Z\\^_])/g
const CONTROLS = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]/g

function piecesOf(line: string): readonly Piece[] {
  const text = line.replace(OTHER_SEQUENCES, '').replace(CONTROLS, '\ufffd')
  if (!text.includes('\x1b')) return [{ text, className: '', style: {} }]
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map((chunk) => ({
    text: chunk.content.replaceAll('\x1b', ''),
    className: [
      kindOf(chunk.fg),
      chunk.bg && `on-${kindOf(chunk.bg)}`,
      // Anything may stand in the sequences; decorations are a few known words.
      ...chunk.decorations,
    ]
      .filter(Boolean)
      .join(' '),
    style: {
      ...colour('--fg', chunk.fg, chunk.fg_truecolor),
      ...colour('--bg', chunk.bg, chunk.bg_truecolor),
    },
  }))
}

function kindOf(name: string | null): string | null {
  return name?.startsWith('ansi-palette-') === true ? 'ansi-truecolor' : name
}

function colour(property: string, name: string | null, free: string | null): Record<string, string> {
  if (name === 'ansi-truecolor' && free !== null) return { [property]: `rgb(${free})` }
  const number = Number(name?.match(/^ansi-palette-(\d+)$/)?.[1] ?? Number.NaN)
  return Number.isNaN(number) ? {} : { [property]: `rgb(${paletteColour(number)})` }
}

/** 16 to 231 are a cube of six levels each, 232 to 255 greys; those before have names. */
function paletteColour(number: number): string {
  if (number >= 232)
    return Array(3)
      .fill(8 + (number - 232) * 10)
      .join(' ')
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40)
  const place = number - 16
  return [place / 36, (place / 6) % 6, place % 6].map((step) => level(Math.floor(step))).join(' ')
}

interface LogTextProps {
  readonly line: string
  /** In lower case; empty for none. */
  readonly marked: string
}

export function LogText({ line, marked }: LogTextProps) {
  return (
    <>
      {piecesOf(line).map(({ text, className, style }, index) => (
        <span key={index} class={className} style={style}>
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
