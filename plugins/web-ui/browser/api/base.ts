// Where the pages lie, which may be below any path of a proxy.

/** Without the password that may stand in the address bar: browsers refuse to fetch with one. */
export const BASE = new URL('.', location.origin + location.pathname).href
