// The last part of `npm run generate`: writes sdk/HOOKS.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readHookSources, renderHooks, SDK_FOLDER } from './hooks-reference.js'

writeFileSync(join(SDK_FOLDER, 'HOOKS.md'), renderHooks(readHookSources()))
