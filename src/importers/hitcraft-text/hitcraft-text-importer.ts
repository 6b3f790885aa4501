import type { ByteSource, FileHead, Importer, ImportOptions } from '../importer.ts'
import { LineReader } from './lines.ts'
import type { Line } from './lines.ts'
import { newestLineTime } from './newest-time.ts'
import { readTextExport, resumeOffset } from './read-text-export.ts'

/** HitCraft's text export. */
export const hitcraftTextImporter: Importer = {
  format: 'hitcraft-text',
  title: 'HitCraft text export',
  looksLike: 'text with "========== THREAD: … ==========" banners',
  detect: ({ text }: FileHead) =>
    !text.startsWith('{\\rtf') && /^={5,} THREAD: .*\r?\nThreadId:/m.test(text) ? 1 : 0,
  newestMessageAt: newestLineTime,
  read: (source, options) => readTextExport('hitcraft-text', lines(source, options), options),
}

async function* lines(source: ByteSource, options: ImportOptions): AsyncGenerator<Line[]> {
  const from = resumeOffset(options.resume)
  const reader = new LineReader(from)
  for await (const chunk of source.read(from)) yield reader.push(chunk)
  yield reader.end()
}
