// The supervisor_stdout program: an event listener that gives each event back as its result, for the result handler
// supervisor_stdout:event_handler. Configs name both; this one stands in for the Python package's.

import { listen } from '../../sdk/listener/index.js'

await listen((event) => event.respond(event.payload))
