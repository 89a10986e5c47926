// `npm run generate`: writes schemas/generated.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCHEMAS_FOLDER } from './load.js'
import { renderAll } from './render.js'

const folder = join(SCHEMAS_FOLDER, 'generated')
mkdirSync(folder, { recursive: true })
for (const [name, content] of renderAll()) writeFileSync(join(folder, name), content)
