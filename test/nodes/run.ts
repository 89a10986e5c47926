// Runs the tests on other versions of Node: `npm run nodes` for all, `npm run nodes -- 26` for one, and with folders of
// tests (`npm run nodes -- 26 unit e2e/posix`) only those.
//
// Each version comes as npm's `node` package into a temporary folder and goes first in PATH, so that the programs under
// test run on it too.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/** The oldest one that is supported, and the newest of each line. */
const VERSIONS = ['20.17.0', '22', '24', '26']
/** What depends on the version: the parts, and the built programs. */
const FOLDERS = ['unit', 'conformance', 'e2e']
/** Minutes beside the original supervisorctl, which show the words and not the system. */
const LEFT_OUT = ['ctl/side-by-side.test.js', 'ctl/connecting.test.js']

function testFiles(folders: readonly string[]): string[] {
  return folders.flatMap((name) => {
    const folder = join('dist', 'test', name)
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.js') && !LEFT_OUT.includes(name))
      .map((name) => join(folder, name))
  })
}

/** Returns the folder that holds this version's `node`. */
function install(version: string, folder: string): string {
  const { status } = spawnSync('npm', ['install', '--prefix', folder, '--no-save', `node@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`node@${version} could not be installed`)
  return dirname(realpathSync(join(folder, 'node_modules', 'node', 'bin', 'node')))
}

function runTests(version: string, folders: readonly string[]): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-node-'))
  try {
    const bin = install(version, folder)
    const environment: NodeJS.ProcessEnv = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
    // A test runner that runs inside another one reports to it instead of to the terminal.
    delete environment.NODE_TEST_CONTEXT
    const shown = spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).stdout.trim()
    console.log(`Node ${shown}`)
    const { status } = spawnSync(
      join(bin, 'node'),
      ['--test', '--test-concurrency=3', ...testFiles(folders)],
      {
        stdio: 'inherit',
        env: environment,
      },
    )
    return status === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const asked = process.argv.slice(2)
const versions = asked.filter((one) => /^\d/.test(one))
const folders = asked.filter((one) => !versions.includes(one))
const failed = (versions.length === 0 ? VERSIONS : versions).filter(
  (version) => !runTests(version, folders.length === 0 ? FOLDERS : folders),
)
if (failed.length > 0) console.error(`failed on Node ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
