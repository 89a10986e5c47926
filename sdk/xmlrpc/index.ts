// XML-RPC for servers and clients: values, their encoding, and one decoder. Imports no package.

export * from './decode.js'
export * from './encode.js'
export { escapeText, hasIllegalCharacter } from './escape.js'
export { readTree, readTreeInSteps } from './read-tree.js'
export type { XmlNode } from './tree.js'
export * from './values.js'
