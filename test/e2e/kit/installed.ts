// This package as a user gets it: packed, and installed globally under a prefix outside the repository.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type RunResult, run } from '../../support/run.js'
import { Scratch } from '../../support/scratch.js'
import { repository, skipUnless } from '../../support/systems.js'

/** npm may have to fetch what its cache lacks. */
const DEADLINE_MS = 120_000

const NPM = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline', '--loglevel=error']

export interface PackedFile {
  readonly path: string
  readonly mode: number
}

export interface Installed {
  readonly scratch: Scratch
  readonly tarball: string
  readonly files: readonly PackedFile[]
  /** The folder of the executables. */
  readonly programs: string
  /** Runs npm in a folder of the scratch folder; rejects with what it said when it fails. */
  npm(folder: string, ...words: string[]): Promise<RunResult>
  /** `reeve-plugin` in the scratch folder. */
  scaffold(...words: string[]): Promise<RunResult>
}

/** A reason to skip where npm can neither fetch nor find in its cache what this package depends on. */
export async function installOrSay(): Promise<Installed | string> {
  const lacking = skipUnless('reeve')
  if (lacking !== false) return lacking
  const scratch = new Scratch()
  try {
    return await install(scratch)
  } catch (error) {
    await scratch.remove()
    const isAway = error instanceof Error && UNREACHABLE.test(error.message)
    if (!isAway || process.env.REEVE_NO_SKIP === '1') throw error
    return 'npm cannot reach its registry'
  }
}

const UNREACHABLE =
  /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT/

/** Packs and installs. Rejects with npm's words. */
async function install(scratch: Scratch): Promise<Installed> {
  const npm = async (folder: string, ...words: string[]) => {
    // With that variable a test run inside of this one runs nothing.
    const result = await run('env', ['-u', 'NODE_TEST_CONTEXT', 'npm', ...words, ...NPM], {
      directory: scratch.folder(folder),
      environment: scratch.mark,
      deadlineMs: DEADLINE_MS,
    })
    if (result.code !== 0) throw new Error(`npm ${words.join(' ')}: ${result.stdout}${result.stderr}`)
    return result
  }
  const packed = await npm(
    'packed',
    ...['pack', repository, '--ignore-scripts', '--json'],
    `--pack-destination=${scratch.folder('packed')}`,
  )
  const [{ files }] = JSON.parse(packed.stdout) as [{ readonly files: readonly PackedFile[] }]
  const [name = ''] = readdirSync(scratch.at('packed'))
  const tarball = join(scratch.at('packed'), name)
  const prefix = scratch.folder('global')
  await npm('global', 'install', '--global', `--prefix=${prefix}`, '--ignore-scripts', tarball)
  const programs = join(prefix, 'bin')
  return {
    scratch,
    tarball,
    files,
    programs,
    npm,
    scaffold: (...words) =>
      run(join(programs, 'reeve-plugin'), [...words, `--reeve=file:${tarball}`], { directory: scratch.path }),
  }
}
