import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { fileError } from '../../files/file-error.ts'
import { utf16Of } from '../../importers/source/utf16.ts'
import { decoded, EncodingSurvey } from '../../importers/text/encoding.ts'

/** A text of the older app, and whether its letters are a guess. */
export interface OlderText {
  /** Without a byte order mark. */
  readonly text: string
  /** As part of a sentence about the file: in what it was read, where it is no UTF-8. */
  readonly guess?: string
}

/**
 * The text of bytes: UTF-8, UTF-16, or else the encoding that their letters speak for, as the importers read them.
 * What says no encoding and is no UTF-8 is a guess, and told.
 */
export function olderText(bytes: Buffer): OlderText {
  const utf16 = utf16Of(bytes)
  if (utf16 !== undefined) return { text: decoded(utf16, bytes).replace(/^\uFEFF/, '') }
  if (isUtf8(bytes)) return { text: bytes.toString('utf8').replace(/^\uFEFF/, '') }
  const survey = new EncodingSurvey()
  survey.push(bytes)
  const { name } = survey.result()
  const guess =
    name === 'utf-8'
      ? 'has bytes that are no UTF-8, in place of which stands U+FFFD'
      : `is not UTF-8; by its letters it was read as ${name}`
  return { text: decoded(name, bytes).replace(/^\uFEFF/, ''), guess }
}

/**
 * The text of a file; undefined where there is none.
 * @throws HitCraftError PERMISSION, UNAVAILABLE
 */
export async function readOlderText(path: string): Promise<OlderText | undefined> {
  try {
    return olderText(await readFile(path))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw fileError(error, path)
  }
}
