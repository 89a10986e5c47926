// The supervisorctl program: the ctl host with the standard plugins.

import { standardCtlPlugins } from '../../plugins/standard-ctl.js'
import { main } from '../ctl/main.js'

const [, program = 'supervisorctl', ...argv] = process.argv
const status = await main({ program, argv, environment: process.env, plugins: standardCtlPlugins })
// At once: output is written already, and nothing that is still open has anything left to do.
process.exit(status)
