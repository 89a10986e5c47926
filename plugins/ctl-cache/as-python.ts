// Values as Python prints them, because scripts read what the package's commands print.

import type { XmlRpcValue } from 'reeve/sdk/client'

const SCREEN_WIDTH = 80

/** Lists that do not fit on a line have one member a line. */
export function asPython(value: XmlRpcValue): string {
  const line = onOneLine(value)
  if (!Array.isArray(value) || line.length <= SCREEN_WIDTH) return line
  return `[${value.map(onOneLine).join(',\n ')}]`
}

function onOneLine(value: XmlRpcValue): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value))
    return String(value)
  return `{${Object.entries(value)
    .map(([key, member]) => `${quoted(key)}: ${onOneLine(member as XmlRpcValue)}`)
    .join(', ')}}`
}

function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return mark + escaped + mark
}
