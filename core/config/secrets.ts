// What is not shown of a value, because the errors of a configuration reach terminals, logs and answers.

export const HIDDEN = '***'

const SECRET_NAME =
  /pass(word|wd|phrase)?$|secret|token|credential|(api|access|private|auth|encryption)_?key|_key$/i

/** Does the name of an option or variable say that its value is a secret? */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** What may be shown of the value of `option`, which may be named with its section: `unix_http_server.password`. */
export function withoutSecrets(text: string, option: string): string {
  const name = option.slice(option.lastIndexOf('.') + 1)
  if (isSecretName(name)) return HIDDEN
  return name === 'environment' ? withoutValues(text) : text
}

/** What may be shown of a line that cannot be read. */
export function lineWithoutSecrets(line: string): string {
  const [, name = '', rest = ''] = /^\s*([\w.-]+)(\s*[=:]?\s*)\S/.exec(line) ?? []
  return isSecretName(name) ? name + rest + HIDDEN : withoutValues(line)
}

// `NAME=value` up to the next `, NAME=`; in quotes it may contain the like. What is not closed goes on to the end.
const ASSIGNMENT =
  /(?<![\w.])([A-Za-z_][\w.]*)(["']?\s*=\s*)((?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|(?:"|')[\s\S]*$|)[\s\S]*?)(?=[,;\s] ?[A-Za-z_][\w.]* ?=|$)/g
// `scheme://user:password@host`
const LOGIN = /(:\/\/[^\s/:@]*:)[^\s/]+(?=@)/g

/** The values of variables whose names say that they are secrets, and passwords in addresses. */
function withoutValues(text: string): string {
  return text
    .replace(ASSIGNMENT, (whole, name: string, equals: string) =>
      isSecretName(name) ? name + equals + HIDDEN : whole,
    )
    .replace(LOGIN, `$1${HIDDEN}`)
}
