// Bundles the programs: `node dist/core/bin/bundle.js`, the last step of a build.
//
// Measured with three programs on Node 20: the daemon keeps 58 MB resident instead of 68, because one file holds less
// than hundreds of module records do.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { packageRoot } from '../modules/package-root.js'

const root = packageRoot()
const compiled = (name: string) => join(root, 'dist', 'core', 'bin', `${name}.js`)

/**
 * Modules of Node that packages load for features which are rarely or never used here. Loading them costs 6 MB, most
 * of it OpenSSL, so in the bundle each is loaded when one of its members is first asked for.
 */
const DEFERRED = /^(node:)?(crypto|https|http2|tls|worker_threads|perf_hooks|inspector)$/

const deferModules: Plugin = {
  name: 'defer-modules',
  setup(bundle) {
    bundle.onResolve({ filter: DEFERRED }, ({ path }) => ({ path, namespace: 'deferred' }))
    bundle.onLoad({ filter: /.*/, namespace: 'deferred' }, ({ path }) => ({
      // In the prototype, because an import takes only the own members and the prototype of what it is given.
      contents: `module.exports = Object.create(new Proxy({}, {
        get: (_, member) => process.getBuiltinModule(${JSON.stringify(path)})[member],
      }))`,
    }))
  },
}

const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Names stay, so that a stack trace can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
} satisfies BuildOptions

await build({
  ...COMMON,
  entryPoints: [compiled('supervisord')],
  outdir: join(root, 'dist', 'bundle'),
  // What is imported lazily (fastify) stays in files of its own.
  splitting: true,
  format: 'esm',
  external: ['koffi'],
  plugins: [deferModules],
  // CommonJS packages inside the bundle require Node's own modules.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
})

// One CommonJS file: supervisorctl lives for some 40 ms, and node's module loader would take 10 of them. What V8 makes
// of it lies beside it, for the Node that builds; another one compiles for itself.
const program = join(root, 'dist', 'bundle', 'supervisorctl-program.cjs')
await build({
  ...COMMON,
  entryPoints: [compiled('supervisorctl')],
  outfile: program,
  format: 'cjs',
  // Only for plugins that say which Reeve they need.
  external: ['semver/*'],
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
})
await build({
  ...COMMON,
  entryPoints: [compiled('supervisorctl-start')],
  outfile: join(root, 'dist', 'bundle', 'supervisorctl.cjs'),
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname' },
})
// Node 20 tells people that import() is experimental where a script runs from a code cache, so that a file of Node's own
// loader does what is left of it.
writeFileSync(join(root, 'dist', 'bundle', 'import.cjs'), 'module.exports = (name) => import(name)\n')
writeFileSync(
  program,
  readFileSync(program, 'latin1').replaceAll(/\bimport\(/g, "require('./import.cjs')("),
  'latin1',
)
// V8 takes the cache only with the flags that it was made with, and an operator's are not those of the executable.
const { NODE_OPTIONS: _, ...environment } = process.env
execFileSync(process.execPath, [compiled('warm-supervisorctl'), program], {
  env: environment,
  stdio: ['ignore', 'ignore', 'inherit'],
})

// The listener SDK in place: as one file it is loaded 5 ms sooner than as ten, and a listener has little else to load.
const listener = join(root, 'dist', 'sdk', 'listener', 'index.js')
await build({
  ...COMMON,
  minifyWhitespace: false,
  entryPoints: [listener],
  outfile: listener,
  allowOverwrite: true,
  format: 'esm',
  // Loaded lazily, and shared with what imports reeve/sdk/client.
  external: [join(root, 'dist', 'sdk', 'client', 'index.js')],
})

// The pages' own program and style sheet, from their source: what the first view needs, and the other views each for
// itself. Every file has a name that changes with it, and stands beside what a browser is sent instead: packed once
// here, not at every load.
const pages = join(root, 'dist', 'web-ui')
const {
  metafile: { outputs },
} = await build({
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  minify: true,
  logLevel: 'warning',
  entryPoints: { app: join(root, 'plugins', 'web-ui', 'browser', 'main.tsx') },
  outdir: pages,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  format: 'esm',
  splitting: true,
  metafile: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
})
for (const path of Object.keys(outputs)) {
  const file = join(pages, basename(path))
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
}

// The elements of a page's head that load it all at once, without one file waiting for another to name it.
const [script, entry] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint !== undefined)!
const needed = entry.imports.filter(({ kind }) => kind === 'import-statement')
writeFileSync(
  join(pages, 'head.html'),
  [
    `<link href="ui/${basename(entry.cssBundle!)}" rel="stylesheet" />`,
    ...needed.map(({ path }) => `<link href="ui/${basename(path)}" rel="modulepreload" />`),
    `<script src="ui/${basename(script)}" type="module"></script>`,
  ].join('\n  '),
)
