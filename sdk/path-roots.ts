// Which plugin answers for everything below a path: the routes of others there would answer in its place.

export interface PathRoot {
  /** Without a slash at its end: `/api/v1`. */
  readonly path: string
  readonly plugin: string
}

export interface PathRoots {
  /**
   * Keeps a path and everything below it to a plugin, on every server. Throws where another plugin keeps it, a path
   * above it or one below it.
   */
  claim(path: string, plugin: string): void
  /** Who keeps a route's path, with its parameters and wildcards as they are written, to itself. */
  ownerOf(path: string): PathRoot | undefined
}

export function createPathRoots(): PathRoots {
  const roots: PathRoot[] = []
  return {
    claim(path, plugin) {
      const other = roots.find((root) => isBelow(path, root.path) || isBelow(root.path, path))
      if (other !== undefined && other.plugin !== plugin) {
        throw new Error(`plugin ${plugin} cannot keep ${path}: plugin ${other.plugin} keeps ${other.path}`)
      }
      roots.push({ path, plugin })
    },
    ownerOf: (path) => roots.find((root) => isBelow(path, root.path)),
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`)
}
