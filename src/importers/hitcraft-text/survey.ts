import type { ByteSource, ReadOptions } from '../importer.ts'
import { EncodingSurvey } from '../text/encoding.ts'
import type { Encoding } from '../text/encoding.ts'
import { LineReader } from '../text/lines.ts'
import { TimeSurvey } from './time-survey.ts'
import type { SurveyedTimes } from './time-survey.ts'

/** What must be known of a whole file before its first thread is read. */
export interface TextSurvey extends SurveyedTimes {
  readonly encoding: Encoding
}

/** Reads a whole text file once. */
export async function surveyText(source: ByteSource, options: ReadOptions): Promise<TextSurvey> {
  const encoding = new EncodingSurvey()
  const times = new TimeSurvey(options.clock)
  // What matters of a time is ASCII in every encoding that a file may have.
  const lines = new LineReader((bytes) => bytes.toString('latin1'))
  let offset = 0
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    encoding.push(chunk)
    for (const { text } of lines.push(chunk)) times.take(text)
    offset += chunk.length
    options.onBytes?.(offset)
  }
  for (const { text } of lines.end()) times.take(text)
  return { encoding: encoding.result(), ...times.result() }
}
