// Listening sockets for children: the daemon binds them, children accept on them.

/** Where a child's socket listens. */
export type ListenSocketAddress =
  | {
      readonly kind: 'unix'
      /** Absolute. A socket that has the name already loses it; anything else of that name is an error. */
      readonly path: string
      readonly mode: number
      /**
       * Who owns the file; null leaves it to the daemon's user. A gid of -1 is unchanged; a null gid is the user's
       * primary group, and changes nothing where the daemon runs as that user.
       */
      readonly owner: { readonly uid: number; readonly gid: number | null } | null
    }
  /** `host` is a name or an IPv4 or IPv6 address without brackets. A name means its IPv4 address where it has one. */
  | { readonly kind: 'inet'; readonly host: string; readonly port: number }

export interface ListenSocketOptions {
  /** How many clients may wait to be accepted; left out it is as many as the system allows. */
  readonly backlog?: number | undefined
  /**
   * Only to find out whether it can be done: a unix socket is bound under another name, which is gone at once, so that
   * whoever has the name now keeps it.
   */
  readonly trial?: boolean
}

export interface ListenSocket {
  /** Blocking and close-on-exec. Return it as `stdinFd` from `beforeSpawn` and the child finds it as its stdin. */
  readonly fd: number
  /** Closes the daemon's copy; children keep theirs. The file of a unix socket stays. */
  close(): void
}
