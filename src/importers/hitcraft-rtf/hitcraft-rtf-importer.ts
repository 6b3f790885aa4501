import type { ByteSource, FileHead, Importer } from '../importer.ts'
import type { Line } from '../hitcraft-text/lines.ts'
import { newestLineTime } from '../hitcraft-text/newest-time.ts'
import { readTextExport, resumeOffset } from '../hitcraft-text/read-text-export.ts'
import type { ImportBatch, ImportOptions } from '../importer.ts'
import { RtfLineReader } from './rtf-lines.ts'

/** HitCraft's text export, opened and saved as rich text. */
export const hitcraftRtfImporter: Importer = {
  format: 'hitcraft-rtf',
  title: 'HitCraft text export as RTF',
  looksLike: 'rich text with "========== THREAD: … ==========" banners',
  detect: ({ text }: FileHead) =>
    text.startsWith('{\\rtf') && /={5,} THREAD: /.test(text) ? 1 : 0,
  newestMessageAt: newestLineTime,
  read,
}

/** What a control word before a place means for it cannot be told from there: reads from the start. */
async function* read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const from = resumeOffset(options.resume)
  for await (const batch of readTextExport('hitcraft-rtf', lines(source), options)) {
    if (batch.acknowledged > from || from === 0) yield batch
  }
}

async function* lines(source: ByteSource): AsyncGenerator<Line[]> {
  const reader = new RtfLineReader()
  for await (const chunk of source.read()) yield reader.push(chunk)
  yield reader.end()
}
