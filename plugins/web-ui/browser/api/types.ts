// The shapes of the API's answers, as its description has them.

export type * from 'reeve/schemas/api-types'
export type { Error as ErrorResponse } from 'reeve/schemas/api-types'
