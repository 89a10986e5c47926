// The text format of Prometheus: families of samples, each with its help and type, labels escaped.

export type MetricType = 'counter' | 'gauge'

export type Labels = Readonly<Record<string, string>>

/** What is said before a family's samples. */
export interface Family {
  readonly name: string
  readonly type: MetricType
  readonly help: string
}

/** The version that every scraper understands. */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Samples of one family stay together, as the format wants it. Their labels come from `renderLabels`, or are ''. */
export function renderFamily(
  { name, type, help }: Family,
  samples: readonly (readonly [labels: string, number])[],
): string {
  if (samples.length === 0) return ''
  let text = `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n`
  for (const [labels, value] of samples) {
    text += labels === '' ? `${name} ${renderValue(value)}\n` : `${name}{${labels}} ${renderValue(value)}\n`
  }
  return text
}

/** `name="web",group="web"`. Rendered once for all families that tell of one process. */
export function renderLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',')
}

/** A program may have any name: only these three characters could end the value or the line. */
function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value)
    ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    : value
}

function escapeHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function renderValue(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  if (value === Number.NEGATIVE_INFINITY) return '-Inf'
  return String(value)
}
