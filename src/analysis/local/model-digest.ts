import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../domain/values/canonical-json.ts'

/** The encoder's table, by its version. The table is large, and a command that only names the key does not read it. */
export const ENCODER_VERSION = 'cf33be726a91b55d'

/** What else answers, by file: the weights of the acts, and which kinds are held. */
const FILES = ['acts/weights.json', 'measured.json']

/** Of all that was trained or measured and decides an answer: 16 hexadecimal digits. */
export function modelDigest(): string {
  const texts = FILES.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  return sha256([ENCODER_VERSION, ...texts].join('\n')).slice(0, 16)
}
