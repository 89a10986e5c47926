// echo_supervisord_conf: the sample config to stdout (CLI-AUX-01).

import { readFileSync } from 'node:fs'

const sample = new URL('../../../schemas/generated/sample.conf', import.meta.url)
process.stdout.write(readFileSync(sample))
