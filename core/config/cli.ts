import type { CommandLine } from './request.js'
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const i = argv.indexOf('-c')
  return {
    action: 'run',
    configuration: i < 0 ? null : (argv[i + 1] ?? null),
    overrides: argv.includes('-n') ? { nodaemon: true } : {},
    plugins: [],
    profileOptions: null,
  }
}
export function helpText(_program: string): string {
  return ''
}
