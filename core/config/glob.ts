// Shell wildcards of [include] (CFG-INC-02): `* ? [a-z] [!x]`, not recursive, dotfiles only where the pattern says so.

import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { byCodePoint } from './python-text.js'

/** Paths that match `pattern`, sorted by code points. A pattern without wildcards matches an existing path. */
export function glob(pattern: string): string[] {
  return expandPath(pattern, false).sort(byCodePoint)
}

function expandPath(pattern: string, directoriesOnly: boolean): string[] {
  const slash = pattern.lastIndexOf('/') + 1
  const base = pattern.slice(slash)
  // The directory without its trailing slashes, unless it is the root itself.
  const directory = pattern.slice(0, slash).replace(/(?<=[^/])\/+$/, '')
  if (!hasWildcards(pattern)) {
    if (base === '') return isDirectory(directory) ? [pattern] : []
    return existsLink(pattern) ? [pattern] : []
  }
  const directories = directory !== '' && hasWildcards(directory) ? expandPath(directory, true) : [directory]
  return directories.flatMap((parent) => {
    const join = (name: string) =>
      parent === '' || parent.endsWith('/') ? parent + name : `${parent}/${name}`
    if (!hasWildcards(base)) {
      if (base === '') return isDirectory(parent) ? [join('')] : []
      return existsLink(join(base)) ? [join(base)] : []
    }
    const matches = nameMatcher(base)
    const names = listDirectory(parent).filter(
      (name) => (base.startsWith('.') || !name.startsWith('.')) && matches.test(name),
    )
    return names.map(join).filter((path) => !directoriesOnly || isDirectory(path))
  })
}

function hasWildcards(text: string): boolean {
  return /[*?[]/.test(text)
}

/** One name against one pattern; an unclosed bracket stands for itself. */
function nameMatcher(pattern: string): RegExp {
  let source = ''
  const characters = Array.from(pattern)
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? ''
    if (character === '*') source += '.*'
    else if (character === '?') source += '.'
    else if (character === '[') {
      // A bracket right after the opening one, or after the `!`, is a member of the class.
      const negated = characters[index + 1] === '!'
      const first = index + (negated ? 2 : 1)
      const close = characters.indexOf(']', first + 1)
      if (close === -1) source += '\\['
      else {
        source += characterClass(characters.slice(first, close), negated)
        index = close
      }
    } else source += quote(character)
  }
  return new RegExp(`^(?:${source})$`, 'su')
}

function characterClass(members: readonly string[], negated: boolean): string {
  let inner = ''
  for (let index = 0; index < members.length; index++) {
    const low = members[index] ?? ''
    const high = members[index + 1] === '-' ? members[index + 2] : undefined
    if (high === undefined) inner += quote(low)
    else {
      // A range that runs backwards matches nothing.
      if ((low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0)) inner += `${quote(low)}-${quote(high)}`
      index += 2
    }
  }
  if (inner === '') return negated ? '.' : '(?!)'
  return `[${negated ? '^' : ''}${inner}]`
}

function quote(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path === '' ? '.' : path)
  } catch {
    return []
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path === '' ? '.' : path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}

// A dangling link is a match: that it cannot be opened is said later.
function existsLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return existsSync(path)
  }
}
