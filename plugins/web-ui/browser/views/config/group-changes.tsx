import type { GroupDiff, OptionDiff, ProgramDiff } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { formatOption } from '../process/configuration.js'

/** The options that differ, of a group and of its processes; those that stay the same are only counted. */
export function GroupChanges({ group }: { readonly group: GroupDiff }) {
  const same = group.programs.filter((one) => one.change === 'same').length
  return (
    <>
      {group.options.length > 0 && <Options options={group.options} />}
      {group.programs.map((program) => (
        <ProgramChanges key={program.name} program={program} />
      ))}
      {same > 0 && <p class="muted">{t('config.sameProcesses', { count: same })}</p>}
    </>
  )
}

const SIGNS = { added: '+', changed: '~', removed: '−', same: '' } as const

function ProgramChanges({ program: { name, change, options } }: { readonly program: ProgramDiff }) {
  if (change === 'same') return null
  return (
    <div class={`difference ${change}`}>
      <span class="sign">{SIGNS[change]}</span> {name}
      {options.length > 0 && <Options options={options} />}
    </div>
  )
}

function Options({ options }: { readonly options: readonly OptionDiff[] }) {
  return (
    <table class="options">
      <thead>
        <tr>
          <th scope="col">{t('config.option')}</th>
          <th scope="col">{t('config.before')}</th>
          <th scope="col">{t('config.after')}</th>
        </tr>
      </thead>
      <tbody>
        {options.map(({ option, before, after }) => (
          <tr key={option}>
            <th scope="row">{option}</th>
            <td>
              <del>{formatOption(before)}</del>
            </td>
            <td>
              <ins>{formatOption(after)}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
