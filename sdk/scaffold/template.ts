// Templates: `{{name}}` is a value, `{{#flag}}...{{/flag}}` stays or goes. A flag alone on its line takes the line along.

export type Values = Readonly<Record<string, string | boolean>>

/** Throws for a name that has no value: a template is ours. */
export function fill(template: string, values: Values): string {
  const chosen = BLOCKS.reduce(
    (text, block) =>
      text.replaceAll(block, (_, flag: string, inner: string) =>
        lookUp(flag, values) === true ? inner : '',
      ),
    template,
  )
  return chosen.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(lookUp(name, values)))
}

/** Blocks of lines first: blocks inside of them are filled in their turn. */
const BLOCKS = [
  /^\{\{#(listener|inside)\}\}\n([\s\S]*?)^\{\{\/\1\}\}\n/gm,
  /^\{\{#(\w+)\}\}\n([\s\S]*?)^\{\{\/\1\}\}\n/gm,
  /\{\{#(\w+)\}\}(.*?)\{\{\/\1\}\}/g,
]

function lookUp(name: string, values: Values): string | boolean {
  const value = values[name]
  if (value === undefined) throw new Error(`a template names ${name}, which has no value`)
  return value
}
