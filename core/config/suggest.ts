// "Did you mean": the known name that is nearest to a written one.

/** The nearest of `known`, or undefined when none is near enough to have been meant. */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  const bare = plain(written)
  let best: string | undefined
  let bestDistance = (bare.length < 4 ? 1 : bare.length < 8 ? 2 : 3) + 0.5
  for (const name of known) {
    if (Math.abs(name.length - written.length) > 4) continue
    const distance = editDistance(bare, plain(name))
    if (distance < bestDistance && distance < name.length / 2) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

// Capitals, dashes and underscores are what people mix up most.
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours that make one name of the other. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      }
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.length] ?? 0
}
