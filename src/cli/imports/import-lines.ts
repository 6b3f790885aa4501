import type { ImportRecord } from '../../domain/import-record.ts'
import type { CommandContext } from '../command.ts'
import { bytes, count } from '../output/format.ts'
import type { ImportedFiles } from './import-files.ts'
import { passedOverLines } from './problem-lines.ts'

/** What an import did, for people. */
export function printImport(context: CommandContext, record: ImportRecord): void {
  if (record.status === 'failed' && record.messages === 0) {
    const { code, message } = record.error ?? { code: 'INTERNAL', message: 'not read' }
    context.note(`${message.includes(record.file) ? '' : `${record.file}: `}${message} (${code})`)
    return
  }
  const threads = [
    `${record.added} added`,
    `${record.updated} updated`,
    `${record.unchanged} unchanged`,
    ...(record.repaired === undefined ? [] : [`${record.repaired} repaired`]),
    ...(record.erased > 0 ? [`${record.erased} erased before and kept out`] : []),
    ...(record.rejected > 0 ? [`${record.rejected} rejected`] : []),
  ]
  const state = record.status === 'done' ? '' : ` ${record.status};`
  context.print(
    `${record.file}:${state} ${record.format ?? 'unknown'}, ${bytes(record.bytes)}, ${count(record.messages, 'message')}; threads: ${threads.join(', ')}`,
  )
  if (record.error !== undefined) context.note(`  ${record.error.message} (${record.error.code})`)
  for (const note of record.notes) context.note(`  note: ${note}`)
  if (record.rejectsFile !== undefined) context.note(`  rejected pieces: ${record.rejectsFile}`)
}

/** What an import of several files did: a line of what was read, and those of what is no log. */
export function sumLines({ records, problems, passedOver }: Omit<ImportedFiles, 'exit'>): string[] {
  const sum = (of: (record: ImportRecord) => number) =>
    records.reduce((total, record) => total + of(record), 0).toLocaleString('en-US')
  const read = records.filter(({ status }) => status === 'done').length
  const failed = records.filter(({ status }) => status === 'failed').length + problems.length
  const unread = failed === 0 ? '' : `, ${count(failed, 'file')} could not be`
  const threads = `${sum((one) => one.added)} added, ${sum((one) => one.updated)} updated, ${sum((one) => one.unchanged)} unchanged`
  const what =
    read === 0 ? '' : `; ${sum((one) => one.messages)} messages in all; threads: ${threads}`
  return [
    `${read === 0 ? 'No log' : count(read, 'log')} read${unread}${what}`,
    ...passedOverLines(passedOver),
  ]
}

/** What an import did, for programs. */
export function importDocument(record: ImportRecord) {
  const { file, format, bytes: size, messages, added, updated, unchanged, rejected } = record
  return {
    file,
    format: format ?? null,
    bytes: size,
    messages,
    added,
    updated,
    unchanged,
    repaired: record.repaired ?? 0,
    rejected,
    rejectsFile: record.rejectsFile ?? null,
    erased: record.erased,
    status: record.status,
    notes: record.notes,
    ...(record.error === undefined ? {} : { error: record.error }),
    id: record.id,
  }
}
