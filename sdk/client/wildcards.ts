// Names with shell wildcards, for commands that act on whatever matches.

/**
 * Does a whole name match? `*` is any text, `?` one character, `[abc]`, `[a-z]` and `[!abc]` one of a set; a bracket
 * that is never closed is itself. There is no escape.
 */
export function matchesWildcard(name: string, pattern: string): boolean {
  const source = pattern.replace(
    /\*+|\?|\[(!?)(\]?[^\]]*)\]|[\s\S]/gu,
    (part, negated: string | undefined, members: string | undefined) => {
      if (members !== undefined) return `[${negated === '!' ? '^' : ''}${escapeSet(members)}]`
      if (part.startsWith('*')) return '.*'
      return part === '?' ? '.' : part.replace(/[$()*+./?[\\\]^{|}]/, '\\$&')
    },
  )
  try {
    return new RegExp(`^${source}$`, 'su').test(name)
  } catch {
    // A range that runs backwards matches nothing.
    return false
  }
}

function escapeSet(members: string): string {
  return members.replace(/[\\\][^&~|{}()/]/g, '\\$&').replace(/^-|-$/g, '\\-')
}
