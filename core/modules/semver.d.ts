// The two functions of semver that are used; the package has no types of its own.
declare module 'semver/ranges/valid.js' {
  export default function validRange(range: string): string | null
}

declare module 'semver/functions/satisfies.js' {
  export default function satisfies(
    version: string,
    range: string,
    options?: { readonly includePrerelease?: boolean },
  ): boolean
}
