// The command palette: everything that can be done, by typing a part of its name.

import { signal } from '@preact/signals'
import { useRef, useState } from 'preact/hooks'
import { t } from '../i18n/index.js'
import { Modal } from './dialog.js'
import { finderOf } from './words.js'

export interface Command {
  readonly title: string
  run(): void
}

/** Gives the commands that exist at the moment: asked when the palette opens. */
export type CommandSource = () => readonly Command[]

const sources: CommandSource[] = []
const isOpen = signal(false)
const SHOWN = 50

export function addCommands(source: CommandSource): void {
  sources.push(source)
}

export function openPalette(): void {
  isOpen.value = true
}

export function Palette() {
  return isOpen.value ? <OpenPalette /> : null
}

/** Every word must occur somewhere; what begins with the first word comes first. */
function search(commands: readonly Command[], text: string): readonly Command[] {
  const isFound = finderOf(text)
  const found = commands.filter(({ title }) => isFound(title))
  const [first = ''] = text.trim().toLowerCase().split(/\s+/)
  const begins = ({ title }: Command) => title.toLowerCase().startsWith(first)
  return [...found.filter(begins), ...found.filter((one) => !begins(one))].slice(0, SHOWN)
}

function close(): void {
  isOpen.value = false
}

function OpenPalette() {
  const all = useRef<readonly Command[]>(undefined)
  all.current ??= sources.flatMap((source) => source())
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = search(all.current, text)
  const run = (command: Command | undefined) => {
    if (command === undefined) return
    close()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') run(found[chosen])
    else if (step === undefined) return
    else setChosen(Math.max(0, Math.min(found.length - 1, chosen + step)))
    event.preventDefault()
  }
  return (
    <Modal title={t('palette.open')} onClose={close}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={found.length > 0 ? `command-${chosen}` : undefined}
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="commands" role="listbox" aria-label={t('palette.open')}>
        {found.map((command, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that has the focus
          <div
            key={command.title}
            id={`command-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            onClick={() => run(command)}
          >
            {command.title}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="muted">{t('palette.nothing')}</p>}
    </Modal>
  )
}
