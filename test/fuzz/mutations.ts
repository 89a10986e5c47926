// Seeded mutations: each input follows from the seed and its number alone, so that a failure can be repeated.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** An integer from 0 to `below` - 1. */
export type Random = (below: number) => number

/** What `npm run fuzz` and a repetition set: how many inputs, and from which seed. */
export const COUNT = Number(process.env.REEVE_FUZZ_COUNT ?? 2_000)
/** Listener output takes effect over many rounds and is slower to try: a tenth, unless it is the short run. */
export const LISTENER_COUNT = process.env.REEVE_FUZZ_COUNT === undefined ? COUNT : Math.ceil(COUNT / 10)
export const SEED = Number(process.env.REEVE_SEED ?? 20_261_121)

/** How much the heap may grow over the second half of a run. */
const GROWTH_BYTES = 24 << 20

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    // mulberry32: neighbouring seeds give unrelated rows.
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export interface Material {
  /** Inputs that are whole. */
  readonly corpus: readonly Buffer[]
  /** What is likely to matter to the reader. */
  readonly words: readonly string[]
  /** A part that can be another without harm to the structure around it; global. */
  readonly token: RegExp
}

/** One of the corpus with one to three changes: most of them to a token, so that most of the structure stays whole. */
export function mutate(material: Material, random: Random): Buffer {
  let bytes = pick(material.corpus, random)
  for (let change = 1 + random(3); change > 0; change -= 1) {
    bytes = random(4) > 0 ? changeToken(bytes, material, random) : changeBytes(bytes, material, random)
  }
  return bytes
}

/** Replaces a word or number by one of the material's words, or by a word of another input. */
function changeToken(bytes: Buffer, { corpus, words, token }: Material, random: Random): Buffer {
  const tokens = (of: Buffer) => [...of.toString('latin1').matchAll(token)]
  const old = tokens(bytes)
  const others = tokens(pick(corpus, random))
  if (old.length === 0 || others.length === 0) return bytes
  const { 0: text, index } = pick(old, random)
  const replacement =
    random(2) === 0 ? Buffer.from(pick(words, random)) : Buffer.from(pick(others, random)[0], 'latin1')
  return Buffer.concat([bytes.subarray(0, index), replacement, bytes.subarray(index + text.length)])
}

/** Removes, inserts or repeats a run of bytes, wherever it is. */
function changeBytes(bytes: Buffer, { corpus, words }: Material, random: Random): Buffer {
  const from = random(bytes.length + 1)
  const to = Math.min(bytes.length, from + (random(8) === 0 ? random(bytes.length + 1) : random(12)))
  const other = pick(corpus, random)
  const begin = random(other.length)
  const replacements: readonly (() => Buffer)[] = [
    () => Buffer.alloc(0),
    () => Buffer.from(pick(words, random)),
    () => Buffer.from([random(256)]),
    () => other.subarray(begin, begin + random(60)),
    () => Buffer.concat(Array(2 + random(20)).fill(bytes.subarray(from, Math.min(to, from + 400)))),
  ]
  const replacement = pick(replacements, random)()
  return Buffer.concat([bytes.subarray(0, from), replacement, bytes.subarray(random(2) === 0 ? to : from)])
}

function pick<Item>(list: readonly Item[], random: Random): Item {
  return list[random(list.length)] as Item
}

/** Gives each input to `check`; what it throws is reported with what repeats it. Then looks at the memory. */
export async function fuzz(
  material: Material,
  count: number,
  check: (input: Buffer, random: Random) => Promise<void> | void,
): Promise<void> {
  let current = ''
  const blame = () => console.error(current)
  process.on('uncaughtExceptionMonitor', blame)
  let heapBefore = 0
  try {
    for (let number = 0; number < count; number += 1) {
      if (number === Math.floor(count / 2)) heapBefore = usedHeap()
      const seed = (SEED + number) >>> 0
      const random = createRandom(seed)
      const input = mutate(material, random)
      current = `REEVE_SEED=${seed} REEVE_FUZZ_COUNT=1 gives ${JSON.stringify(input.toString('latin1'))}`
      try {
        await check(input, random)
      } catch (error) {
        throw new Error(current, { cause: error })
      }
    }
  } finally {
    process.off('uncaughtExceptionMonitor', blame)
  }
  const growth = usedHeap() - heapBefore
  if (growth > GROWTH_BYTES) throw new Error(`the heap grew by ${growth} bytes in ${count / 2} inputs`)
}

function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
