import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'

/** A thread with what people said about it. */
export interface Labelled<L> {
  readonly thread: Thread
  readonly label: L
}

type Line = readonly [role: string, text: string]

function threadOf(id: string, lines: readonly Line[]): Thread {
  const messages = lines.map(([role, text], i) => ({
    id: `m${i}`,
    role,
    content: [{ type: 'text' as const, text }],
  }))
  return buildThread({ id, messages }, { format: 'bench' })
}

function text(folder: string, ...path: string[]): string {
  return readFileSync(join(folder, ...path), 'utf8')
}

/** XSTest: answers of three models, marked by people as compliance, full or partial refusal. */
export function xstest(folder: string, model: string): Labelled<boolean>[] {
  const [head = [], ...rows] = parseCsv(text(folder, 'labelled/xstest', `${model}.csv`))
  const column = (row: readonly string[], name: string): string => row[head.indexOf(name)] ?? ''
  return rows
    .filter((row) => column(row, 'final_label') !== '')
    .map((row) => ({
      thread: threadOf(column(row, 'id'), [
        ['user', column(row, 'prompt')],
        ['assistant', column(row, 'completion')],
      ]),
      label: column(row, 'final_label') !== '1_full_compliance',
    }))
}

/** A text with what people marked in it. */
export interface LabelledText {
  readonly text: string
  readonly spans: readonly { readonly type: string; readonly start: number; readonly end: number }[]
}

const presidioSchema = z.array(
  z.object({
    full_text: z.string(),
    spans: z.array(
      z.object({ entity_type: z.string(), start_position: z.int(), end_position: z.int() }),
    ),
  }),
)

/** presidio-research: texts made from templates, with their personal data marked. */
export function presidio(folder: string): LabelledText[] {
  const set = presidioSchema.parse(
    JSON.parse(text(folder, 'labelled/presidio', 'synth_dataset_v2.json')),
  )
  // Places are counted in characters, not in UTF-16 units.
  return set.map(({ full_text, spans }) => ({
    text: full_text,
    spans: spans.map(({ entity_type, start_position, end_position }) => ({
      type: entity_type,
      start: unitsBefore(full_text, start_position),
      end: unitsBefore(full_text, end_position),
    })),
  }))
}

function unitsBefore(whole: string, characters: number): number {
  let units = 0
  for (let count = 0; count < characters && units < whole.length; count++) {
    units += (whole.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
  }
  return units
}

/** The parts of USS. */
export const USS_SETS = ['MWOZ', 'SGD', 'CCPE'] as const

/** What three to five people rate, 1 to 5. */
export interface Ratings {
  /** The mean, of the whole dialogue. */
  readonly overall: number
  /** All ratings of the user's turns, by index of the message. */
  readonly turns: ReadonlyMap<number, readonly number[]>
}

/** USS: how content the user seems, turn by turn and in all. */
export function uss(folder: string, set: string): Labelled<Ratings>[] {
  return text(folder, 'labelled/uss', `${set}.txt`)
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block, i) => {
      const rows = block
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
      const said = rows.filter((row) => row[1] !== 'OVERALL')
      const overall = ratingsOf(rows.find((row) => row[1] === 'OVERALL'))
      const turns = said.flatMap((row, at): [number, number[]][] => {
        const ratings = ratingsOf(row)
        return row[0] === 'USER' && ratings.length > 0 ? [[at, ratings]] : []
      })
      const lines = said.map(([role = '', words = '']): Line => [
        role === 'USER' ? 'user' : 'assistant',
        words,
      ])
      const mean = overall.reduce((sum, rating) => sum + rating, 0) / overall.length
      return {
        thread: threadOf(`${set}-${i}`, lines),
        label: { overall: mean, turns: new Map(turns) },
      }
    })
}

function ratingsOf(row: readonly string[] | undefined): number[] {
  return (row?.[3] ?? '').split(',').flatMap((rating) => (rating === '' ? [] : [Number(rating)]))
}

const tauSchema = z.array(
  z.object({
    reward: z.number(),
    traj: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
  }),
)

/** tau-bench: whether the task was done. */
export function tauBench(folder: string): Labelled<boolean>[] {
  const path = 'labelled/tau-bench/gpt-4o-airline.even-tasks.json'
  return tauSchema.parse(JSON.parse(text(folder, path))).map(({ reward, traj }, i) => ({
    thread: threadOf(
      `tau-${i}`,
      traj.flatMap(({ role, content }): Line[] =>
        role === 'system' || content == null ? [] : [[role, content]],
      ),
    ),
    label: reward === 1,
  }))
}

const sgdSchema = z.array(
  z.object({
    dialogue_id: z.string(),
    services: z.array(z.string()),
    turns: z.array(z.object({ speaker: z.string(), utterance: z.string() })),
  }),
)

/** SGD: dialogues of one service, with its domain (`Restaurants_2` is `Restaurants`). */
export function sgd(folder: string): Labelled<string>[] {
  return sgdDialogues(folder, (services) => services === 1)
}

/** SGD: dialogues of several services, with the domain of the first. */
export function sgdMany(folder: string): Labelled<string>[] {
  return sgdDialogues(folder, (services) => services > 1)
}

function sgdDialogues(folder: string, isWanted: (services: number) => boolean): Labelled<string>[] {
  const files = readdirSync(join(folder, 'labelled/sgd/dev')).filter((name) =>
    name.startsWith('dialogues'),
  )
  return files
    .sort()
    .flatMap((name) => sgdSchema.parse(JSON.parse(text(folder, 'labelled/sgd/dev', name))))
    .filter(({ services }) => isWanted(services.length))
    .map(({ dialogue_id: id, services, turns }) => ({
      thread: threadOf(
        id,
        turns.map(({ speaker, utterance }): Line => [
          speaker === 'USER' ? 'user' : 'assistant',
          utterance,
        ]),
      ),
      label: services[0]?.split('_')[0] ?? '',
    }))
}

/** CLINC150, test part: one request a thread, with its intent. */
export function clinc150(folder: string): Labelled<string>[] {
  const schema = z.object({ test: z.array(z.tuple([z.string(), z.string()])) })
  const { test } = schema.parse(JSON.parse(text(folder, 'labelled/clinc150/data/data_full.json')))
  return test.map(([words, label], i) => ({
    thread: threadOf(`clinc-${i}`, [['user', words]]),
    label,
  }))
}

const shareGptSchema = z.object({
  id: z.string(),
  conversations: z.array(z.object({ from: z.string(), value: z.string() })),
})

/** 1,000 conversations of people with an assistant; no labels. */
export function shareGpt(folder: string): Thread[] {
  const path = 'scale/sharegpt-sample/sampled_enriched_data'
  return readdirSync(join(folder, path))
    .sort()
    .flatMap((name) => {
      const parsed = shareGptSchema.safeParse(JSON.parse(text(folder, path, name)))
      return parsed.success ? [shareGptThread(parsed.data)] : []
    })
}

/** Conversations as ShareGPT's export has them, one a line: id, and who said what. */
export function shareGptLines(folder: string): Thread[] {
  return jsonLines(shareGptSchema, text(folder, 'public/sharegpt-v3.jsonl')).map(shareGptThread)
}

function shareGptThread({ id, conversations }: z.infer<typeof shareGptSchema>): Thread {
  return threadOf(
    id,
    conversations.map(({ from, value }): Line => [from, value]),
  )
}

const hhSchema = z.object({ chosen: z.string() })
const HH_TURN = /\n\n(Human|Assistant): ?/u

/** hh-rlhf, `harmless-base/test.jsonl`: the answers that raters chose; no labels. Threads are named by their lines. */
export function hhHarmless(folder: string): Thread[] {
  return jsonLines(hhSchema, text(folder, 'public/hh-harmless-test.jsonl')).map(({ chosen }, n) => {
    const [, ...parts] = chosen.split(HH_TURN)
    const lines = parts.flatMap((part, i): Line[] =>
      i % 2 === 0 ? [[part === 'Human' ? 'user' : 'assistant', parts[i + 1]?.trim() ?? '']] : [],
    )
    return threadOf(`hh-${n}`, lines)
  })
}

const messagesSchema = z.object({
  id: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
})

/** SmileChat: the first dialogues, Chinese; no labels. */
export function smileChat(folder: string, count: number): Thread[] {
  return threadsOfLines(text(folder, 'smilechat.jsonl'), count)
}

/** 1,365 conversations of people with 20 models; no labels. */
export function arena(folder: string): Thread[] {
  return threadsOfLines(text(folder, 'arena-dev.jsonl'))
}

function threadsOfLines(lines: string, count?: number): Thread[] {
  return jsonLines(messagesSchema, lines, count).map(({ id, messages }) =>
    threadOf(
      id,
      messages.map(({ role, content }): Line => [role, content]),
    ),
  )
}

/** What stands in the first lines, or all, one value each. */
function jsonLines<T>(schema: z.ZodType<T>, lines: string, count?: number): T[] {
  return lines
    .split('\n', count)
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)))
}

function parseCsv(source: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of source.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    if (row.length > 1) rows.push(row)
    row = []
  }
  return rows
}
