// What the description of the JSON API says of each operation, as the daemon needs it at run time.

/** A value of a query: a list is written with commas. */
export type QueryType = 'string' | 'integer' | 'boolean' | 'list'

export interface ApiOperation {
  readonly id: string
  readonly method: 'GET' | 'POST'
  /** Below the API's root: `/programs/{namespec}`. */
  readonly path: string
  readonly mutates: boolean
  /** The XML-RPC methods that do the same: who may not call them may not do this. */
  readonly methods: readonly string[]
  readonly query: Readonly<Record<string, QueryType>>
  /** The name of the validator of the body; null where there is none. */
  readonly body: string | null
}

/** The version of the API, and where it is. */
export const API_VERSION_NUMBER = 1
export const API_ROOT = '/api/v1'
