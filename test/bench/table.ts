// The table that `npm run bench` prints, and whether a row reaches its target.

import { type BenchCase, median, type Pair, type Row, type Target } from './bench-case.js'

export interface Result {
  readonly name: string
  readonly row: Row
  readonly reference: number
  readonly ours: number
  /** The median of the pairs' ratios, ours to the reference. */
  readonly ratio: number
  readonly reached: boolean
}

export function results(benchCase: BenchCase, pairs: readonly Pair[]): Result[] {
  return benchCase.rows.map((row) => {
    const reference = pairs.map((pair) => pair.reference[row.figure] ?? Number.NaN)
    const ours = pairs.map((pair) => pair.ours[row.figure] ?? Number.NaN)
    const ratio = median(ours.map((value, index) => value / (reference[index] ?? Number.NaN)))
    const own = median(ours)
    return {
      name: benchCase.name,
      row,
      reference: median(reference),
      ours: own,
      ratio,
      reached: isReached(row.target, own, ratio),
    }
  })
}

export function isReached(target: Target, ours: number, ratio: number): boolean {
  if ('ratioAtMost' in target) return ratio <= target.ratioAtMost
  if ('ratioAtLeast' in target) return ratio >= target.ratioAtLeast
  if ('atMost' in target) return ours <= target.atMost
  return 'shown' in target || ours < target.below
}

function describeTarget(target: Target, unit: string): string {
  if ('ratioAtMost' in target) return `ratio <= ${target.ratioAtMost}`
  if ('ratioAtLeast' in target) return `ratio >= ${target.ratioAtLeast}`
  if ('atMost' in target) return `<= ${target.atMost} ${unit}`
  return 'below' in target ? `< ${target.below} ${unit}` : '-'
}

export function render(all: readonly Result[]): string {
  const cells = all.map((one) => [
    one.name,
    one.row.title,
    `${figure(one.reference)} ${one.row.unit}`,
    `${figure(one.ours)} ${one.row.unit}`,
    figure(one.ratio),
    describeTarget(one.row.target, one.row.unit),
    'shown' in one.row.target ? '' : one.reached ? 'reached' : 'SHORT',
  ])
  const rows = [['case', 'figure', 'Supervisor', 'Reeve', 'ratio', 'target', ''], ...cells]
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  )
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`)
  return lines.join('\n')
}

/** Three significant digits, without an exponent. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return value.toFixed(Math.min(digits, 6))
}
