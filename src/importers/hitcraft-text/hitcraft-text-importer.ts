import type { ByteSource, FileHead, ImportBatch, Importer, ImportOptions } from '../importer.ts'
import { LineReader } from '../text/lines.ts'
import type { Decode, Line } from '../text/lines.ts'
import { decoded } from '../text/encoding.ts'
import { looksLikeExport } from './looks-like-export.ts'
import { readTextExport, resumePoint } from './read-text-export.ts'
import { keptFor } from '../text/kept-survey.ts'
import { surveyText } from './survey.ts'

const surveys = keptFor(surveyText)
const RICH_TEXT = /^\s*\{\\rtf/

/** HitCraft's text export. */
export const hitcraftTextImporter: Importer = {
  format: 'hitcraft-text',
  looksLike: 'text with "========== THREAD: … ==========" banners',
  detect: ({ text }: FileHead) =>
    !RICH_TEXT.test(text) && looksLikeExport(text.split(/\r\n?|\n/)) ? 1 : 0,
  newestMessageAt: async (source, options) => (await surveys.make(source, options)).newest,
  read,
}

async function* read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const { encoding, order } = await surveys.last(source, options)
  const { guessed, name, unsure } = encoding
  const threads = readTextExport('hitcraft-text', lines(source, name, options), options, order)
  for await (const batch of threads) {
    const doubt = unsure ? '; other encodings fit nearly as well' : ''
    const note = `the file is not UTF-8; by its letters it was read as ${name}${doubt}`
    yield guessed ? { ...batch, notes: [...batch.notes, note] } : batch
  }
}

async function* lines(
  source: ByteSource,
  encoding: string,
  options: ImportOptions,
): AsyncGenerator<Line[]> {
  const { offset, line } = resumePoint(options.resume)
  const decode: Decode =
    encoding === 'utf-8' ? (bytes) => bytes.toString('utf8') : (bytes) => decoded(encoding, bytes)
  const reader = new LineReader(decode, offset, line)
  for await (const chunk of source.read(offset)) yield reader.push(chunk)
  yield reader.end()
}
