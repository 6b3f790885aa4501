import type { ByteSource, FileHead, Importer, ReadOptions } from '../importer.ts'
import { looksLikeExport } from '../hitcraft-text/looks-like-export.ts'
import { readTextExport, resumePoint } from '../hitcraft-text/read-text-export.ts'
import { TimeSurvey } from '../hitcraft-text/time-survey.ts'
import type { SurveyedTimes } from '../hitcraft-text/time-survey.ts'
import type { ImportBatch, ImportOptions } from '../importer.ts'
import { keptFor } from '../text/kept-survey.ts'
import type { Line } from '../text/lines.ts'
import { RtfLineReader } from './rtf-lines.ts'

const surveys = keptFor(surveyRtf)

/** HitCraft's text export, opened and saved as rich text. */
export const hitcraftRtfImporter: Importer = {
  format: 'hitcraft-rtf',
  looksLike: 'rich text with "========== THREAD: … ==========" banners',
  detect,
  newestMessageAt: async (source, options) => (await surveys.make(source, options)).newest,
  read,
}

/** Looks at the words alone; where tables of fonts and styles fill the first bytes, words are to come. */
function detect({ bytes, text, truncated }: FileHead): number {
  if (!/^\s*\{\\rtf/.test(text)) return 0
  const reader = new RtfLineReader()
  const lines = [...reader.push(bytes), ...reader.end()].map((line) => line.text)
  if (looksLikeExport(lines)) return 1
  return truncated && lines.every((line) => line.trim() === '') ? 0.5 : 0
}

/** What a control word before a place means for it cannot be told from there: reads from the start. */
async function* read(source: ByteSource, options: ImportOptions): AsyncGenerator<ImportBatch> {
  const { order } = await surveys.last(source, options)
  const reader = new RtfLineReader()
  const from = resumePoint(options.resume).line
  const read = linesOf(source, reader, from)
  let last: ImportBatch | undefined
  for await (const batch of readTextExport('hitcraft-rtf', read, options, order)) {
    yield batch
    last = batch
  }
  const told = { rejects: reader.rejects(), notes: reader.notes() }
  if (last !== undefined) yield { ...last, threads: [], messages: 0, ...told }
}

async function surveyRtf(source: ByteSource, options: ReadOptions): Promise<SurveyedTimes> {
  const times = new TimeSurvey(options.clock)
  for await (const lines of linesOf(source, new RtfLineReader())) {
    options.signal?.throwIfAborted()
    for (const { text } of lines) times.take(text)
    const end = lines.at(-1)?.end
    if (end !== undefined) options.onBytes?.(end)
  }
  return times.result()
}

async function* linesOf(
  source: ByteSource,
  reader: RtfLineReader,
  from = 1,
): AsyncGenerator<Line[]> {
  for await (const chunk of source.read()) {
    yield reader.push(chunk).filter(({ number }) => number >= from)
  }
  yield reader.end().filter(({ number }) => number >= from)
}
