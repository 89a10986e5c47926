// Turns a section's JSON Schema into the flat table that the config reader works from.

/** How a value of the file becomes a typed value; see core/config/coerce.ts for each rule. */
export type Coercion =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'byte-size'
  | 'octal'
  | 'signal'
  | 'exit-codes'
  | 'autorestart'
  | 'loglevel'
  | 'log-path'
  | 'existing-directory'
  | 'absolute-path'
  | 'child-log'
  | 'user'
  | 'user-group'
  | 'inet-address'
  | 'environment'
  | 'url'
  | 'string-list'

/**
 * Which `%(name)s` an option may use. Each set contains `ENV_x`; `here` adds the config file's directory; `host` adds
 * `host_node_name` to that; `program` adds `program_name` to `here`. `section` and `process` are for sections of kind
 * program: `section` has here, program_name, group_name and host_node_name, `process` also process_num and numprocs.
 */
export type Expansion = 'none' | 'env' | 'here' | 'host' | 'program' | 'section' | 'process'

/** One option of one section kind. */
export interface OptionSpec {
  readonly name: string
  readonly coerce: Coercion
  readonly expand: Expansion
  /** As one would write it in the file; null without a default. */
  readonly default: string | null
  /** Another option of the section whose value is the default. */
  readonly defaultFrom: string | null
  readonly required: boolean
  /** What the error for a value of the wrong type says before the value; left out where the type's own words do. */
  readonly invalid?: string
}

/** A JSON Schema of one section kind with Reeve's keywords. */
export interface SectionSchemaShape {
  readonly $id?: string
  readonly required?: readonly string[]
  /** The order in which options are read, so that the first error is Supervisor's; else the order of `properties`. */
  readonly readOrder?: readonly string[]
  readonly properties?: Readonly<Record<string, OptionSchema>>
}

export interface OptionSchema {
  readonly type?: unknown
  readonly coerce?: Coercion
  readonly expand?: Expansion
  readonly default?: unknown
  readonly defaultFrom?: string
  readonly invalid?: string
}

/** The schema's options in reading order. Keys are lower-cased, as the dialect does with those of the file. */
export function optionTable(schema: SectionSchemaShape, expand: Expansion = 'here'): OptionSpec[] {
  const properties = schema.properties ?? {}
  const names = Object.keys(properties)
  const ordered = schema.readOrder ?? names
  const required = new Set(schema.required ?? [])
  return [...ordered, ...names.filter((name) => !ordered.includes(name))].map((name) => {
    const option = properties[name] ?? {}
    return {
      name: name.toLowerCase(),
      coerce: option.coerce ?? coercionOf(option.type),
      expand: option.expand ?? expand,
      default: option.default === undefined ? null : String(option.default),
      defaultFrom: option.defaultFrom ?? null,
      required: required.has(name),
      ...(option.invalid === undefined ? {} : { invalid: option.invalid }),
    }
  })
}

// A plugin's schema need not know our keywords: its plain JSON types mean the obvious.
function coercionOf(type: unknown): Coercion {
  switch (type) {
    case 'boolean':
      return 'boolean'
    case 'integer':
    case 'number':
      return 'integer'
    case 'array':
      return 'string-list'
    case 'object':
      return 'environment'
    default:
      return 'string'
  }
}
