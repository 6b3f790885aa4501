import type { ByteSource, ReadOptions } from '../importer.ts'
import { EncodingSurvey } from '../text/encoding.ts'
import type { Encoding } from '../text/encoding.ts'
import { NewestTime } from './newest-time.ts'

/** What must be known of a whole file before its first thread is read. */
export interface TextSurvey {
  readonly encoding: Encoding
  readonly newest: string | undefined
}

/** Surveys by source: the newest time is asked for first, the rest when the threads are read. */
const DONE = new WeakMap<ByteSource, TextSurvey>()

/** The survey that was made for the newest time of this source, else a new one. */
export function lastSurvey(source: ByteSource, options: ReadOptions): Promise<TextSurvey> {
  const done = DONE.get(source)
  return done === undefined ? surveyText(source, options) : Promise.resolve(done)
}

/** Reads the whole file once. */
export async function surveyText(source: ByteSource, options: ReadOptions): Promise<TextSurvey> {
  const encoding = new EncodingSurvey()
  const newest = new NewestTime(options.clock)
  let offset = 0
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    encoding.push(chunk)
    newest.push(chunk)
    offset += chunk.length
    options.onBytes?.(offset)
  }
  const survey = { encoding: encoding.result(), newest: newest.result() }
  DONE.set(source, survey)
  return survey
}
