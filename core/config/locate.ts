import { resolve } from 'node:path'
import type { CommandLine } from './request.js'
export function locateConfig(line: CommandLine, _program: string): { file: string; shownAs: string } {
  return { file: resolve(line.configuration ?? 'supervisord.conf'), shownAs: line.configuration ?? '' }
}
