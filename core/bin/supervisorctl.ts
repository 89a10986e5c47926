// The supervisorctl program: the ctl host with the standard plugins.

import { builtInCtlPlugins, standardCtlPlugins } from '../../plugins/standard-ctl.js'
import { main } from '../ctl/main.js'
import { crash, crashAtStrayErrors } from './crash.js'
import { readLaunchFacts } from './launch-facts.js'

crashAtStrayErrors()

const [, script = 'supervisorctl', ...argv] = process.argv
const { REEVE_PROGRAM: program = script, ...environment } = readLaunchFacts(process.env).environment

// Bundled as CommonJS, which knows no await out here. Ends at once: output is written, what is still open is idle.
void main({
  program,
  argv,
  environment,
  plugins: standardCtlPlugins,
  builtIn: builtInCtlPlugins,
}).then((status) => process.exit(status), crash)
