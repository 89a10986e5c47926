// Bundles the programs: `node dist/core/bin/bundle.js`, the last step of a build.
//
// Measured with three programs on Node 20: the daemon keeps 58 MB resident instead of 68, because one file holds less
// than hundreds of module records do.

import { join } from 'node:path'
import { build } from 'esbuild'
import { packageRoot } from '../package-root.js'

const root = packageRoot()

await build({
  entryPoints: ['supervisord', 'supervisorctl'].map((name) =>
    join(root, 'dist', 'core', 'bin', `${name}.js`),
  ),
  outdir: join(root, 'dist', 'bundle'),
  bundle: true,
  // What is imported lazily (fastify, the commands of supervisorctl) stays in files of its own.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['koffi'],
  // Names stay, so that a stack trace can be read.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  // CommonJS packages inside the bundle require Node's own modules.
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
})
