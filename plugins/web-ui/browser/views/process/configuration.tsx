import { at } from '../../api/request.js'
import type { OptionValue, ProgramConfig } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { useAnswer } from '../../parts/use-answer.js'

/** The options in force, as the daemon has them: expanded, with defaults, secrets masked. */
export function Configuration({ namespec }: { readonly namespec: string }) {
  const { answer, error } = useAnswer<ProgramConfig>(at`/programs/${namespec}/config`)
  return (
    <section aria-labelledby="configuration">
      <h2 id="configuration">{t('process.config')}</h2>
      {error !== null && <p class="failed">{error.message}</p>}
      {answer !== null && (
        <>
          <p class="muted">
            {answer.file}:{answer.line}
          </p>
          <table class="options">
            <tbody>
              {Object.entries(answer.options).map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{formatOption(value)}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{t('process.environment')}</th>
                <td>{answer.environment.join(', ')}</td>
              </tr>
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}

export function formatOption(value: OptionValue): string {
  return Array.isArray(value) ? value.join(', ') : value === null ? '–' : String(value)
}
