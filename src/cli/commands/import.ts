import { keysOf } from '../../domain/values/keys.ts'
import { IMPORTERS } from '../../importers/registry.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { oneOf, wrongUsage } from '../flags.ts'
import { importFiles } from '../imports/import-files.ts'
import { importDocument, printImport } from '../imports/import-lines.ts'

const FORMATS = keysOf(IMPORTERS)

export const importCommand = defineCommand({
  name: 'import',
  summary: 'Read chat logs of any known format; only what changed becomes pending',
  words: {
    name: 'FILE',
    least: 1,
    missing: 'name at least one file, or - for standard input',
  },
  flags: {
    format: oneOf(FORMATS, `do not tell the format by content: ${FORMATS.join(', ')}`),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft import export.json',
    'hitcraft import monday.txt.gz tuesday.zip --json',
    'zstdcat big.json.zst | hitcraft import -',
  ],
  check(_flags, files) {
    if (files.filter((file) => file === '-').length > 1) {
      throw wrongUsage('standard input can be read once')
    }
  },
  async run(context, { format }, files) {
    const store = await context.openStore()
    const workspace = { store, folders: context.config.folders }
    const { records, problems, exit } = await importFiles(
      context,
      workspace,
      files,
      format,
      (done) => {
        if (!context.json) for (const record of done) printImport(context, record)
      },
    )
    if (exit === EXIT.interrupted) context.note('Interrupted; the same import goes on from here.')
    if (context.json) {
      context.printJson({
        imports: records.map(importDocument),
        ...(problems.length > 0 ? { errors: problems } : {}),
      })
    } else if (exit !== EXIT.interrupted && records.some((one) => one.added + one.updated > 0)) {
      context.note('Next: hitcraft analyze')
    }
    return exit
  },
})
