// The other side of the example: `supervisorctl maintenance on`, `off`, and what there is.

import { CTL_EXIT, ctlHooks, defineCtlPlugin } from 'reeve/sdk/ctl'

export default defineCtlPlugin({
  name: 'maintenance',
  apply(ctl) {
    ctlHooks(ctl).commands.tap('maintenance', (registry) => {
      registry.add({
        name: 'maintenance',
        load: () => ({
          help: [
            'maintenance on|off\tBegin or end maintenance: while it lasts no program is started',
            'maintenance\t\tIs there maintenance, and what waits for its end?',
          ],
          async run(it, argument) {
            if (!['', 'on', 'off'].includes(argument)) {
              it.output(`Error: maintenance on, maintenance off, or maintenance alone, not '${argument}'`)
              return it.fail(CTL_EXIT.INVALID_ARGUMENTS)
            }
            if (!(await it.checkServer())) return
            if (argument !== '') await it.client.call('maintenance.set', argument === 'on')
            // What a method of a plugin answers is unknown to the client; this one is ours.
            const { on, waiting } = (await it.client.call('maintenance.get')) as unknown as Answer
            it.output(`maintenance: ${on ? 'on' : 'off'}`)
            for (const namespec of waiting) it.output(`${namespec}: waits to be started`)
          },
        }),
      })
    })
  },
})

interface Answer {
  readonly on: boolean
  readonly waiting: readonly string[]
}
