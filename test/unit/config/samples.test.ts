// Each folder of test/samples/config: a configuration, and what it is read as or all that is wrong with it.
//
// REEVE_UPDATE=1 writes the expected files anew; look at the difference before committing it.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../../core/config/index.js'
import { ConfigError, describeProblem } from '../../../core/errors.js'
import { repository } from '../../support/systems.js'
import { requestFor } from './request.js'

const samples = join(repository, 'test', 'samples', 'config')

/** File name and content of what a sample's configuration comes to. The folder's path is shown as {dir}. */
function outcome(folder: string): readonly [name: string, content: string] {
  const anonymous = (text: string) => text.replaceAll(folder, '{dir}')
  try {
    const config = readConfig(requestFor(join(folder, 'main.conf')))
    return ['expected.json', anonymous(`${JSON.stringify(config, null, 2)}\n`)]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return ['expected.errors', anonymous(`${error.problems.map(describeProblem).join('\n')}\n`)]
  }
}

for (const name of readdirSync(samples)) {
  test(`the sample ${name} is read as expected`, () => {
    const folder = join(samples, name)
    const [file, content] = outcome(folder)
    if (process.env.REEVE_UPDATE === '1') {
      rmSync(join(folder, 'expected.json'), { force: true })
      rmSync(join(folder, 'expected.errors'), { force: true })
      writeFileSync(join(folder, file), content)
    }
    const expected = readFileSync(join(folder, file), 'utf8')
    if (file === 'expected.errors') assert.equal(content, expected)
    else assert.deepEqual(JSON.parse(content), JSON.parse(expected))
  })
}
