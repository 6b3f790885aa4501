import { keysOf } from '../../domain/values/keys.ts'
import { SETTINGS } from '../../config.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { table } from '../output/format.ts'

export const configCommand = defineCommand({
  name: 'config',
  summary: 'Print the effective settings and where each came from, secrets masked',
  flags: {},
  examples: ['hitcraft config', 'STORAGE_BACKEND=postgres hitcraft config --json'],
  async run(context) {
    const { sources } = context.config
    if (context.json) {
      context.printJson({ settings: sources })
      return EXIT.done
    }
    const names = keysOf(SETTINGS)
    const rows = names.map((name) => {
      const { value, from } = sources[name]
      return [name, value === '' ? '–' : value, from, SETTINGS[name].about]
    })
    for (const line of table([['SETTING', 'VALUE', 'FROM', 'WHAT'], ...rows])) context.print(line)
    return EXIT.done
  },
})
