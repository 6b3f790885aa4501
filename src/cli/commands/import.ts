import { keysOf } from '../../domain/values/keys.ts'
import { IMPORTERS } from '../../importers/registry.ts'
import { parseFolderSource } from '../../migration/sources/source-url.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { oneOf, wrongUsage } from '../flags.ts'
import { importFiles } from '../imports/import-files.ts'
import { migrateCommand } from './migrate.ts'
import { importDocument, printImport, sumLines } from '../imports/import-lines.ts'
import { called } from '../output/called.ts'

const FORMATS = keysOf(IMPORTERS)

export const importCommand = defineCommand({
  name: 'import',
  summary: 'Read chat logs, folders of them, or an archive; only what changed becomes pending',
  words: {
    name: 'FILE',
    least: 1,
    missing: 'name at least one file or folder, or - for standard input',
  },
  flags: {
    format: oneOf(FORMATS, `do not tell the format by content: ${FORMATS.join(', ')}`),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft import export.json',
    'hitcraft import monday.txt.gz tuesday.zip --json',
    'hitcraft import logs/                            # every log in it and in folders within',
    'zstdcat big.json.zst | hitcraft import -',
    'hitcraft import archive:./backup-2025-03-11',
  ],
  check({ format }, files) {
    const isSource = files.some((file) => parseFolderSource(file, '.') !== undefined)
    if (isSource && (files.length > 1 || format !== undefined)) {
      throw wrongUsage('archive: and legacy: are imported alone, and without --format')
    }
    if (files.filter((file) => file === '-').length > 1) {
      throw wrongUsage('standard input can be read once')
    }
  },
  async run(context, { format }, files) {
    const source = parseFolderSource(files[0] ?? '', context.cwd)
    // What comes from a store is moved, record by record, and not read as a log.
    if (source !== undefined) {
      return migrateCommand.run(context, { from: source, to: context.config.store }, [])
    }
    const store = await context.openStore()
    const workspace = { store, folders: context.config.folders }
    const done = await importFiles(context, workspace, files, format, (ended) => {
      if (!context.json) for (const record of ended) printImport(context, record)
    })
    const { records, problems, passedOver, exit } = done
    if (exit === EXIT.interrupted) context.note('Interrupted; the same import goes on from here.')
    if (context.json) {
      context.printJson({
        imports: records.map(importDocument),
        ...(problems.length > 0 ? { errors: problems } : {}),
        ...(passedOver.length > 0 ? { passedOver } : {}),
      })
      return exit
    }
    if (records.length + problems.length > 1 || passedOver.length > 0) {
      for (const line of sumLines(done)) context.print(line)
    }
    if (exit !== EXIT.interrupted && records.some((one) => one.added + one.updated > 0)) {
      context.note(`Next: ${called(context, 'analyze')}`)
    }
    return exit
  },
})
