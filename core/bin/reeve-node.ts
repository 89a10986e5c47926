// Loaded before the script of `reeve-node FILE`: from then on every module that finds no Reeve gets this one.

import { resolve } from 'node:path'
import { findsReeve, offerOwnSdk } from '../modules/own-sdk.js'

const [, script] = process.argv

// A script with a copy of its own keeps it, and costs nothing.
if (script !== undefined && !findsReeve(resolve(script))) offerOwnSdk()
