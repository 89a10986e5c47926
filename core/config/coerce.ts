// The value types of options (CFG-TYP): text to typed value, with Supervisor's error texts.

import type { Coercion } from '../../schemas/option-table.js'
import { readEnvironment } from './environment.js'
import { normalizePath, type PathContext } from './paths.js'
import {
  toChildLog,
  toExistingDirectory,
  toInetAddress,
  toLogPath,
  toUrl,
  toUserGroup,
  toUserId,
} from './place-values.js'
import {
  toAutorestart,
  toBoolean,
  toByteSize,
  toExitCodes,
  toInteger,
  toLogLevel,
  toOctal,
  toSignal,
  toStringList,
} from './plain-values.js'
import { strip } from './python-text.js'

/** What a value may depend on besides its text. */
export interface CoerceContext extends PathContext {
  /** Told what an `environment` value silently leaves out (EDGE-37). */
  onDropped(pieces: readonly string[]): void
}

/** Turns `text` into the typed value of `coercion`. Throws InvalidValue. */
export function coerce(coercion: Coercion, text: string, context: CoerceContext): unknown {
  return COERCIONS[coercion](text, context)
}

const COERCIONS: Readonly<Record<Coercion, (text: string, context: CoerceContext) => unknown>> = {
  string: (text) => text,
  boolean: toBoolean,
  integer: toInteger,
  'byte-size': toByteSize,
  octal: toOctal,
  signal: toSignal,
  'exit-codes': toExitCodes,
  autorestart: toAutorestart,
  loglevel: toLogLevel,
  'log-path': toLogPath,
  'existing-directory': toExistingDirectory,
  'absolute-path': (text, context) => normalizePath(strip(text), context),
  'child-log': toChildLog,
  user: toUserId,
  'user-group': toUserGroup,
  'inet-address': toInetAddress,
  environment: (text, context) => {
    const { values, dropped } = readEnvironment(text)
    if (dropped.length > 0) context.onDropped(dropped)
    return values
  },
  url: toUrl,
  'string-list': toStringList,
}
