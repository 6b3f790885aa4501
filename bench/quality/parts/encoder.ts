import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openEncoder, similarity } from '../../../src/analysis/encoder/encoder.ts'
import { seededRandom } from '../../../src/analysis/topics/seeded-random.ts'
import type { BenchData } from '../bench-data.ts'
import { clinc150 } from '../datasets.ts'
import { areaUnderCurve } from '../measures.ts'
import { short } from '../table.ts'
import type { Table } from '../table.ts'

interface Sentence {
  readonly intent: string
  readonly language: string
  readonly text: string
  readonly vector: Float32Array
}

const HERE = join(import.meta.dirname, '..')
const TABLE = join(import.meta.dirname, '../../../src/analysis/encoder/table.bin')
const DIRECTIONS = ['he → en', 'en → he', 'es → en', 'en → es', 'he → he', 'en → en'] as const
/** Pairs of requests that are compared. */
const PAIRS = 4000

/** The encoder by itself, without what is built on it. */
export function encoder(data: BenchData): Promise<Table[]> {
  const tables = [nearest(), cost()]
  if (data.has('labelled/clinc150')) tables.splice(1, 0, pairs(data.folder))
  return Promise.resolve(tables)
}

/** The sentence that is nearest, in another language or the same: has it the same intent? */
function nearest(): Table {
  const sentences = withoutLanguage(readIntents())
  const cells = DIRECTIONS.map((direction) => {
    const [from, to] = direction.split(' → ')
    const asked = sentences.filter(({ language }) => language === from)
    const among = sentences.filter(({ language }) => language === to)
    const right = asked.filter((one) => nearestOf(one, among)?.intent === one.intent)
    return short(right.length / asked.length)
  })
  const intents = new Set(sentences.map(({ intent }) => intent)).size
  return {
    title: `Nearest sentence has the same intent; ${intents} intents of a music product that lie close, ${sentences.length} sentences`,
    columns: ['', ...DIRECTIONS],
    rows: [['share', ...cells]],
    note: 'Written for this project (CC0). By chance it is .04. Many sentences are near translations of one another, so that figures across languages flatter. The mean of each language is subtracted first, as topics do.',
  }
}

function readIntents(): Sentence[] {
  const lines = readFileSync(join(HERE, 'intents.tsv'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [intent = '', language = '', text = ''] = line.split('\t')
    return { intent, language, text, vector: openEncoder().encode(text) }
  })
}

function withoutLanguage(sentences: readonly Sentence[]): Sentence[] {
  const means = new Map<string, Float32Array>()
  for (const [language, some] of Map.groupBy(sentences, (one) => one.language)) {
    const mean = new Float32Array(some[0]?.vector.length ?? 0)
    for (const { vector } of some) {
      for (const [at, value] of vector.entries()) mean[at] = (mean[at] ?? 0) + value / some.length
    }
    means.set(language, mean)
  }
  return sentences.map((one) => {
    const moved = one.vector.map((value, at) => value - (means.get(one.language)?.[at] ?? 0))
    const length = Math.hypot(...moved)
    return { ...one, vector: moved.map((value) => value / length) }
  })
}

function nearestOf(one: Sentence, among: readonly Sentence[]): Sentence | undefined {
  let best: Sentence | undefined
  let most = -2
  for (const other of among) {
    const near = other === one ? -2 : similarity(one.vector, other.vector)
    if (near > most) [best, most] = [other, near]
  }
  return best
}

/** Two requests of one intent against two of different intents: does the cosine tell them apart? */
function pairs(folder: string): Table {
  const rows = clinc150(folder).map(({ thread, label }) => {
    const [part] = thread.messages[0]?.content ?? []
    return { label, text: part !== undefined && 'text' in part ? part.text : '' }
  })
  const byLabel = Map.groupBy(rows, ({ label }) => label)
  const labels = [...byLabel.keys()].sort()
  const random = seededRandom(17)
  const any = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const compared: [boolean, number, number][] = []
  while (compared.length < PAIRS) {
    const first = any(labels) ?? ''
    const second = compared.length % 2 === 0 ? first : (any(labels) ?? '')
    const a = any(byLabel.get(first) ?? [])?.text ?? ''
    const b = any(byLabel.get(second) ?? [])?.text ?? ''
    const isPair = compared.length % 2 === 0 ? a !== b : first !== second
    if (!isPair) continue
    const cosine = similarity(openEncoder().encode(a), openEncoder().encode(b))
    compared.push([first === second, cosine, overlap(a, b)])
  }
  const area = (of: 1 | 2) => short(areaUnderCurve(compared.map((row) => [row[0], row[of]])))
  return {
    title: `Same intent or another: ${PAIRS} pairs of CLINC150, test part, area under the curve`,
    columns: ['', 'cosine', 'shared words'],
    rows: [['area', area(1), area(2)]],
  }
}

function overlap(a: string, b: string): number {
  const [first, second] = [new Set(a.split(' ')), new Set(b.split(' '))]
  return first.intersection(second).size / first.union(second).size
}

function cost(): Table {
  const texts = readIntents().map(({ text }) => text)
  const one = openEncoder()
  const rounds = 60
  const before = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1) for (const text of texts) one.encode(text)
  const { user, system } = process.cpuUsage(before)
  const aSecond = (texts.length * rounds) / ((user + system) / 1e6)
  const characters = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  return {
    title: 'Cost of the encoder',
    columns: ['', 'table', 'texts a second of one core', 'characters a text'],
    rows: [
      [
        one.version,
        `${(statSync(TABLE).size / 1e6).toFixed(1)} MB`,
        String(Math.round(aSecond / 1000) * 1000),
        String(Math.round(characters)),
      ],
    ],
  }
}
