// The live pages: take over the status page in a browser that runs scripts.

import { render } from 'preact'
import { App } from './app.js'
import { offerCommands } from './commands.js'
import { keepConnected } from './store/connection.js'
import './styles/app.css'
import 'uplot/dist/uPlot.min.css'

/** The classic page and its style go; what scripts and old bookmarks need stands at index.html. */
function takeOver(): void {
  document.querySelector('link[href^="stylesheets/"]')?.remove()
  const root = document.createElement('div')
  root.id = 'app'
  document.body.replaceChildren(root)
  document.body.className = 'live'
  render(<App />, root)
}

offerCommands()
keepConnected()
takeOver()
