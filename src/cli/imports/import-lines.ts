import type { ImportRecord } from '../../domain/import-record.ts'
import type { CommandContext } from '../command.ts'
import { bytes, count } from '../output/format.ts'

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
