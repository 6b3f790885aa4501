import type { ByteSource, FileHead, Importer } from '../importer.ts'
import type { Line } from '../text/lines.ts'
import { surveyText } from '../hitcraft-text/survey.ts'
import { readTextExport, resumePoint } from '../hitcraft-text/read-text-export.ts'
import type { ImportOptions } from '../importer.ts'
import { RtfLineReader } from './rtf-lines.ts'

/** HitCraft's text export, opened and saved as rich text. */
export const hitcraftRtfImporter: Importer = {
  format: 'hitcraft-rtf',
  title: 'HitCraft text export as RTF',
  looksLike: 'rich text with "========== THREAD: … ==========" banners',
  detect: ({ text }: FileHead) =>
    text.startsWith('{\\rtf') && /={5,} THREAD: /.test(text) ? 1 : 0,
  newestMessageAt: async (source, options) => (await surveyText(source, options)).newest,
  read: (source, options) => readTextExport('hitcraft-rtf', lines(source, options), options),
}

/** What a control word before a place means for it cannot be told from there: reads from the start. */
async function* lines(source: ByteSource, options: ImportOptions): AsyncGenerator<Line[]> {
  const from = resumePoint(options.resume).line
  const reader = new RtfLineReader()
  for await (const chunk of source.read()) {
    yield reader.push(chunk).filter(({ number }) => number >= from)
  }
  yield reader.end().filter(({ number }) => number >= from)
}
