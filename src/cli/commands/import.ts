import { importFile } from '../../importers/import-file.ts'
import { spoolInput } from '../../importers/spool-input.ts'
import { IMPORTERS } from '../../importers/registry.ts'
import type { FormatName } from '../../importers/importer.ts'
import type { ImportRecord } from '../../domain/import-record.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { EXIT, EXIT_OF_ERROR } from '../exit-codes.ts'
import { oneOf, wrongUsage } from '../flags.ts'
import { bytes, count } from '../output/format.ts'
import { basename, resolve } from 'node:path'

const FORMATS = Object.keys(IMPORTERS) as FormatName[]

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
    const { temp, results } = context.config.folders
    const records: ImportRecord[] = []
    const errors: { file: string; code: string; message: string }[] = []
    let exit: number = EXIT.done
    for (const file of files) {
      const progress = context.progress(file === '-' ? 'standard input' : basename(file))
      try {
        const input =
          file === '-'
            ? await spoolInput(context.input, '-', temp)
            : { path: resolve(context.cwd, file), name: basename(file) }
        const imported = await importFile(store, input, {
          tempFolder: temp,
          rejectsFolder: results,
          signal: context.signal,
          ...(format === undefined ? {} : { format }),
          onProgress: ({ bytesRead, bytesTotal, threads }) =>
            progress.update(
              bytesRead,
              bytesTotal,
              `${bytes(bytesRead)}  ${count(threads, 'thread')}`,
            ),
        })
        progress.end()
        records.push(...imported)
        for (const record of imported) {
          if (!context.json) describe(context, record)
          if (record.rejected > 0 && exit === EXIT.done) exit = EXIT.rejects
        }
        if (imported.some(({ status }) => status === 'interrupted')) {
          context.note('Interrupted; the same import goes on from here.')
          exit = EXIT.interrupted
          break
        }
      } catch (error) {
        progress.end()
        // An unreadable file does not keep the others from being read; an outage does.
        if (!isHitCraftError(error) || error.retryable) throw error
        errors.push({ file, code: error.code, message: error.message })
        context.note(`${file}: ${error.message} (${error.code})`)
        if (error.remedy !== undefined) context.note(`  ${error.remedy}`)
        exit = EXIT_OF_ERROR[error.code]
      }
    }
    if (context.json) {
      context.printJson({
        imports: records.map(documentOf),
        ...(errors.length > 0 ? { errors } : {}),
      })
    } else if (exit !== EXIT.interrupted && records.some((one) => one.added + one.updated > 0)) {
      context.note('Next: hitcraft analyze')
    }
    return exit
  },
})

function describe(context: CommandContext, record: ImportRecord): void {
  const threads = [
    `${record.added} added`,
    `${record.updated} updated`,
    `${record.unchanged} unchanged`,
    ...(record.erased > 0 ? [`${record.erased} erased before and kept out`] : []),
    ...(record.rejected > 0 ? [`${record.rejected} rejected`] : []),
  ]
  context.print(
    `${record.file}: ${record.format ?? 'unknown'}, ${bytes(record.bytes)}, ${count(record.messages, 'message')}; threads: ${threads.join(', ')}`,
  )
  for (const note of record.notes) context.note(`  note: ${note}`)
  if (record.rejectsFile !== undefined) context.note(`  rejected pieces: ${record.rejectsFile}`)
}

function documentOf(record: ImportRecord) {
  const { file, format, bytes: size, messages, added, updated, unchanged, rejected } = record
  return {
    file,
    format: format ?? null,
    bytes: size,
    messages,
    added,
    updated,
    unchanged,
    rejected,
    rejectsFile: record.rejectsFile ?? null,
    erased: record.erased,
    status: record.status,
    notes: record.notes,
    id: record.id,
  }
}
