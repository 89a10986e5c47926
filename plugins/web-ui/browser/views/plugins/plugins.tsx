// Every plugin of the daemon, with what it brings and how it is.

import type { Plugin, PluginList } from '../../api/types.js'
import { t } from '../../i18n/index.js'
import { formatMoment } from '../../parts/format.js'
import { useAnswer } from '../../parts/use-answer.js'

export function Plugins() {
  const { answer, error } = useAnswer<PluginList>('/plugins')
  return (
    <div class="page plugins">
      <h1>{t('plugins.title')}</h1>
      {error !== null && <p class="failed">{error.message}</p>}
      <table class="options">
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('plugins.origin')}</th>
            <th scope="col">{t('plugins.brings')}</th>
          </tr>
        </thead>
        <tbody>
          {answer?.plugins.map((plugin) => (
            <Row key={plugin.name} plugin={plugin} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const STATE_CLASS: Readonly<Record<Plugin['state'], string>> = {
  waiting: 'starting',
  applied: 'running',
  failed: 'fatal',
  refused: 'fatal',
  disposed: 'stopped',
}

function Row({ plugin }: { readonly plugin: Plugin }) {
  const { name, version, state, origin, file, lastError, changed } = plugin
  return (
    <tr>
      <th scope="row">
        {name} <span class="muted">{version}</span>
      </th>
      <td>
        <span class={`badge ${STATE_CLASS[state]}`}>{state}</span>
      </td>
      <td class={origin} title={file ?? ''}>
        {origin === 'built-in' ? origin : file}
      </td>
      <td>
        {bringsOf(plugin)}
        {lastError !== null && (
          <p class="failed">
            {formatMoment(lastError.at)} {lastError.where}: {lastError.message}
          </p>
        )}
        {changed !== null && (
          <p class="failed">{t(`plugins.needs-${changed.needs}`, { files: changed.files.join(', ') })}</p>
        )}
      </td>
    </tr>
  )
}

function bringsOf({ sections, hooks, rpcMethods, routes, events }: Plugin): string {
  return [...sections.map((name) => `[${name}]`), ...hooks, ...events, ...rpcMethods, ...routes].join(', ')
}
