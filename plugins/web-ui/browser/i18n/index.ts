// Texts by language. A key that is missing in a language is a type error there.

import { signal } from '@preact/signals'
import { en } from './en.js'
import { zh } from './zh.js'

export type TextKey = keyof typeof en
export type Texts = Readonly<Record<TextKey, string>>

export const LANGUAGES = { en: { name: 'English', texts: en }, zh: { name: '中文', texts: zh } } as const
export type Language = keyof typeof LANGUAGES

const CHOICE = 'reeve.language'

function isLanguage(text: string | null): text is Language {
  return text !== null && text in LANGUAGES
}

/** What was chosen here before, else the first language of the browser that we have. */
function initialLanguage(): Language {
  const chosen = localStorage.getItem(CHOICE)
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((one) => one.slice(0, 2)).find(isLanguage) ?? 'en'
}

export const language = signal<Language>(initialLanguage())
document.documentElement.lang = language.value

export function setLanguage(next: Language): void {
  localStorage.setItem(CHOICE, next)
  document.documentElement.lang = next
  language.value = next
}

/** A text with its `{places}` filled in. Read while rendering, it follows the language. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return LANGUAGES[language.value].texts[key].replace(/\{(\w+)\}/g, (_place, name: string) =>
    String(values[name] ?? ''),
  )
}
