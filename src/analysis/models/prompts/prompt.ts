import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, sha256 } from '../../../domain/values/canonical-json.ts'
import { ANSWER_SCHEMA } from '../answer/answer-form.ts'

/** The instructions. A change of them is a new file with the next number. */
const FILE = 'analysis-1.md'

export interface Prompt {
  readonly text: string
  /** Of the instructions and of the form: 16 hexadecimal digits. */
  readonly hash: string
}

export function readPrompt(): Prompt {
  const text = readFileSync(join(import.meta.dirname, FILE), 'utf8')
  return { text, hash: sha256(`${text}\n${canonicalJson(ANSWER_SCHEMA)}`).slice(0, 16) }
}
