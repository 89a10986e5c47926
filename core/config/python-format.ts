// One conversion of Python's `%` operator (`%(name)05d` and its kin), for a text or a whole number.

import { pythonRepr as repr } from '../python-repr.js'
import { InvalidValue } from './problems.js'

/** What stands between the `%(name)` and the conversion letter. */
export interface FormatFlags {
  readonly left: boolean
  readonly zero: boolean
  readonly plus: boolean
  readonly blank: boolean
  readonly alternate: boolean
  readonly width: number
  /** -1 when none is given. */
  readonly precision: number
}

/** Formats `value`; null is the dictionary of all names. `index` is the place of the conversion letter, for the message about an unknown one. */
export function formatValue(
  value: string | number | null,
  conversion: string,
  flags: FormatFlags,
  index: number,
): string {
  switch (conversion) {
    case 's':
    case 'r':
    case 'a': {
      // Differs from Supervisor: there the dictionary is shown, so that `date +%s` gets the daemon's environment as
      // its argument. (Test: "a conversion without a name is an error".)
      if (value === null) throw new InvalidValue(`no name in %${conversion}; write %% for a percent sign`)
      const text =
        conversion === 's' || typeof value === 'number'
          ? String(value)
          : conversion === 'r'
            ? repr(value)
            : ascii(repr(value))
      return pad(flags.precision === -1 ? text : truncate(text, flags.precision), flags)
    }
    case 'c':
      return pad(oneCharacter(value), flags)
    case 'd':
    case 'i':
    case 'u':
      return formatNumber(whole(value, conversion, 'a real number'), 10, '', flags)
    case 'x':
    case 'X': {
      const text = formatNumber(whole(value, conversion, 'an integer'), 16, '0x', flags)
      return conversion === 'X' ? text.toUpperCase() : text
    }
    case 'o':
      return formatNumber(whole(value, conversion, 'an integer'), 8, '0o', flags)
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      if (typeof value !== 'number') throw new InvalidValue(`must be real number, not ${typeName(value)}`)
      return withSign(value < 0, '', floating(Math.abs(value), conversion, flags), flags)
    }
    default: {
      const shown = conversion >= '\x1f' && conversion <= '~' ? conversion : '?'
      const code = (conversion.codePointAt(0) ?? 0).toString(16)
      throw new InvalidValue(`unsupported format character '${shown}' (0x${code}) at index ${index}`)
    }
  }
}

function typeName(value: string | null): string {
  return value === null ? 'dict' : 'str'
}

function oneCharacter(value: string | number | null): string {
  if (typeof value === 'number') {
    if (value < 0 || value > 0x10ffff) throw new InvalidValue('%c arg not in range(0x110000)')
    return String.fromCodePoint(value)
  }
  if (value === null || Array.from(value).length !== 1) throw new InvalidValue('%c requires int or char')
  return value
}

function whole(value: string | number | null, conversion: string, wanted: string): number {
  if (typeof value === 'number') return value
  throw new InvalidValue(`%${conversion} format: ${wanted} is required, not ${typeName(value)}`)
}

function formatNumber(value: number, radix: number, prefix: string, flags: FormatFlags): string {
  const digits = Math.abs(value).toString(radix).padStart(Math.max(flags.precision, 0), '0')
  return withSign(value < 0, flags.alternate ? prefix : '', digits, flags)
}

function withSign(negative: boolean, prefix: string, digits: string, flags: FormatFlags): string {
  const lead = (negative ? '-' : flags.plus ? '+' : flags.blank ? ' ' : '') + prefix
  const filled = flags.zero && !flags.left ? digits.padStart(flags.width - lead.length, '0') : digits
  return pad(lead + filled, flags)
}

function floating(value: number, conversion: string, flags: FormatFlags): string {
  const precision = flags.precision === -1 ? 6 : Math.min(flags.precision, 100)
  const kind = conversion.toLowerCase()
  let text: string
  if (kind === 'f') text = value.toFixed(precision)
  else if (kind === 'e') text = exponent(value.toExponential(precision))
  else {
    const digits = Math.max(precision, 1)
    const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1])
    const fixed = power >= -4 && power < digits
    text = fixed ? value.toFixed(digits - 1 - power) : exponent(value.toExponential(digits - 1))
    if (!flags.alternate) text = text.replace(/\.?0+(?=e|$)/, (zeros) => (text.includes('.') ? '' : zeros))
  }
  if (flags.alternate && !text.includes('.')) text = text.replace(/(?=e|$)/, '.')
  return conversion === kind ? text : text.toUpperCase()
}

function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2')
}

function ascii(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) return character
    if (code < 0x100) return `\\x${code.toString(16)}`
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
    return `\\U${code.toString(16).padStart(8, '0')}`
  }).join('')
}

function truncate(text: string, length: number): string {
  return text.length <= length ? text : Array.from(text).slice(0, length).join('')
}

function pad(text: string, flags: FormatFlags): string {
  if (flags.width <= text.length) return text
  const missing = ' '.repeat(Math.max(flags.width - Array.from(text).length, 0))
  return flags.left ? text + missing : missing + text
}
