// XML-RPC values and their encoding, for servers and clients.
export * from './values.js'
