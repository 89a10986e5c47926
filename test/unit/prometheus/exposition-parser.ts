// A strict reader of Prometheus' text format, written from its description: refuses what promtool would refuse.

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Exposition {
  readonly types: ReadonlyMap<string, string>
  readonly samples: readonly Sample[]
  /** The value of the sample with exactly these labels. Throws when there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/
const NUMBER = /^(NaN|[+-]?Inf|[+-]?\d+(\.\d+)?([eE][+-]?\d+)?)$/

export function parseExposition(text: string): Exposition {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const types = new Map<string, string>()
  const helps = new Set<string>()
  const finished = new Set<string>()
  const seen = new Set<string>()
  const samples: Sample[] = []
  let family = ''
  const enter = (name: string) => {
    if (name === family) return
    finished.add(family)
    family = name
    if (finished.has(name)) throw new Error(`the samples of ${name} do not stand together`)
  }
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP (\S+) (.*)$/.exec(line)
    const type = /^# TYPE (\S+) (\S+)$/.exec(line)
    if (help !== null) {
      const [, name = ''] = help
      enter(name)
      if (helps.has(name)) throw new Error(`two helps of ${name}`)
      if (/\\(?![\\n])/.test(help[2] ?? '')) throw new Error(`a stray backslash: ${line}`)
      helps.add(name)
    } else if (type !== null) {
      const [, name = '', kind = ''] = type
      enter(name)
      if (types.has(name)) throw new Error(`two types of ${name}`)
      if (!['counter', 'gauge', 'histogram', 'summary', 'untyped'].includes(kind))
        throw new Error(`no type: ${line}`)
      types.set(name, kind)
    } else if (line.startsWith('#')) {
      throw new Error(`a comment that is none of ours: ${line}`)
    } else {
      const sample = parseSample(line)
      if (sample.name !== family || !types.has(family))
        throw new Error(`a sample without its type before it: ${line}`)
      const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()])
      if (seen.has(key)) throw new Error(`twice: ${line}`)
      seen.add(key)
      samples.push(sample)
    }
  }
  return {
    types,
    samples,
    value(name, labels = {}) {
      const found = samples.find((sample) => sample.name === name && isSame(sample.labels, labels))
      if (found === undefined) throw new Error(`no sample ${name} ${JSON.stringify(labels)}`)
      return found.value
    },
  }
}

function parseSample(line: string): Sample {
  const name = /^[^{ ]*/.exec(line)?.[0] ?? ''
  if (!NAME.test(name)) throw new Error(`no metric name: ${line}`)
  const labels: Record<string, string> = {}
  let at = name.length
  if (line[at] === '{') {
    at += 1
    while (line[at] !== '}') {
      const equals = line.indexOf('="', at)
      const label = line.slice(at, equals)
      if (equals < 0 || !LABEL_NAME.test(label)) throw new Error(`no label name: ${line}`)
      if (Object.hasOwn(labels, label)) throw new Error(`a label twice: ${line}`)
      let value = ''
      for (at = equals + 2; line[at] !== '"'; at++) {
        if (at >= line.length) throw new Error(`a label without an end: ${line}`)
        if (line[at] !== '\\') {
          value += line[at]
          continue
        }
        at += 1
        const meant = { '\\': '\\', '"': '"', n: '\n' }[line[at] ?? '']
        if (meant === undefined) throw new Error(`a stray backslash: ${line}`)
        value += meant
      }
      labels[label] = value
      at += 1
      if (line[at] === ',') at += 1
      else if (line[at] !== '}') throw new Error(`no end of the labels: ${line}`)
    }
    at += 1
  }
  const [blank, number, ...rest] = [line[at], line.slice(at + 1)]
  if (blank !== ' ' || number === undefined || rest.length > 0 || !NUMBER.test(number))
    throw new Error(`no value: ${line}`)
  return { name, labels, value: number.endsWith('Inf') ? Number.POSITIVE_INFINITY : Number(number) }
}

function isSame(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort())
}
