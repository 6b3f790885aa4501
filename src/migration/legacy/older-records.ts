import { join } from 'node:path'
import type { HistoryEntry } from '../../domain/analysis/run.ts'
import type { OlderResult } from '../../domain/older-result.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { isJsonArray, isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { parseJson } from '../../importers/json/parse-json.ts'
import type { Damage } from '../../storage/chat-store.ts'
import { adoptedHistory } from '../../storage/core/adoption/adopted-history.ts'
import { historyPath, indexPath, RESULTS } from './legacy-folder.ts'
import type { LegacyFolder } from './legacy-folder.ts'
import { readOlderText } from './older-text.ts'
import type { OlderText } from './older-text.ts'

/** What the older app's index and history say. */
export interface OlderRecords {
  readonly history: readonly HistoryEntry[]
  /** Threads that an analysis speaks of, by its id, and when it was made. */
  readonly analyses: ReadonlyMap<string, OlderAnalysis>
  /** Threads that the index names; undefined where there is none that can be read. */
  readonly indexed: readonly string[] | undefined
  readonly damaged: readonly Damage[]
}

interface OlderAnalysis {
  readonly madeAt?: string
  readonly threadIds: Set<string>
}

/** @throws HitCraftError PERMISSION, UNAVAILABLE */
export async function readOlderRecords({ root }: LegacyFolder): Promise<OlderRecords> {
  const damaged: Damage[] = []
  const rowsIn = async (
    path: string,
    list: string,
    instead: string,
  ): Promise<readonly JsonValue[] | undefined> => {
    const older = await readOlderText(path)
    const value = older === undefined ? undefined : jsonOf(older)
    const tell = (problem: string) => damaged.push({ kind: 'store', place: path, problem })
    const rows = isJsonObject(value) ? value[list] : value
    if (isJsonArray(rows)) {
      if (older?.guess !== undefined) tell(older.guess)
      return rows
    }
    const problem = older === undefined ? 'is missing' : 'cannot be read'
    tell(`${problem}: ${instead}`)
    return undefined
  }
  const index = await rowsIn(
    indexPath(root),
    'threads',
    'the list of threads is made from their files',
  )
  const rowsOfIndex = index?.filter(isJsonObject)
  const rows = await rowsIn(
    historyPath(root),
    'analyses',
    'which thread was analyzed when is not known',
  )
  const analyses = new Map<string, OlderAnalysis>()
  let at = -1
  const history = (rows ?? []).flatMap((row, number) => {
    const untold = (problem: string) =>
      damaged.push({ kind: 'store', place: `${historyPath(root)} row ${number + 1}`, problem })
    if (!isJsonObject(row)) {
      untold('is no object; nothing comes of it')
      return []
    }
    // Rows that are no objects have no part in the ids of the others.
    at++
    const name = idOf(row) ?? String(at)
    const entries = adoptedHistory(row, analyses.has(name) ? `${name}.${at}` : name)
    if (entries.length === 0) untold('names no thread; no line of the history is made of it')
    const madeAt = entries[0]?.timestamp
    const threadIds = new Set(entries.map(({ threadId }) => threadId))
    analyses.set(name, { threadIds, ...(madeAt === undefined ? {} : { madeAt }) })
    return entries
  })
  for (const row of rowsOfIndex ?? []) {
    const id = idOf(row)
    if (id === undefined) continue
    for (const analysis of textsIn(row['evidence_for'])) {
      const known = analyses.get(analysis) ?? { threadIds: new Set<string>() }
      known.threadIds.add(id)
      analyses.set(analysis, known)
    }
  }
  return {
    history: history.sort((a, b) => compareIds(a.id, b.id)),
    analyses,
    indexed: rowsOfIndex?.flatMap((row) => idOf(row) ?? []),
    damaged,
  }
}

/**
 * A result file as a record; the text of one that is no JSON.
 * @param threads all that there are
 */
export async function readOlderResult(
  { root }: LegacyFolder,
  path: string,
  { analyses }: Pick<OlderRecords, 'analyses'>,
  threads: ReadonlySet<string>,
): Promise<OlderResult | Damage> {
  const id = `${RESULTS}/${path}`
  const place = join(root, id)
  const isText = /\.(?:txt|md|html?|csv)$/i.test(path)
  const older = await readOlderText(place)
  const content = older === undefined || isText ? older?.text : jsonOf(older)
  if (content === undefined) return { kind: 'olderResult', id, place, problem: 'is no JSON' }
  const analysis = analyses.get(path.replace(/^.*\/|\.[^.]*$/g, ''))
  const named = new Set([...(analysis?.threadIds ?? []), ...namedIn(content, threads, analyses)])
  const threadIds = [...(named.size > 0 ? named : threads)].sort(compareIds)
  const madeAt = analysis?.madeAt
  return { id, threadIds, content, ...(madeAt === undefined ? {} : { madeAt }) }
}

/** Known threads, and those of known analyses, that a text anywhere in a value names. */
function namedIn(
  content: JsonValue,
  threads: ReadonlySet<string>,
  analyses: OlderRecords['analyses'],
): Set<string> {
  const found = new Set<string>()
  const look = (text: string) => {
    for (const word of [text, ...(text.match(/[\w:-]{6,}/g) ?? [])]) {
      if (threads.has(word)) found.add(word)
      for (const id of analyses.get(word)?.threadIds ?? []) found.add(id)
    }
  }
  const left: JsonValue[] = [content]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value === 'string') look(value)
    else if (isJsonArray(value)) for (const one of value) left.push(one)
    else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        look(name)
        left.push(member)
      }
    }
  }
  return found
}

/** Undefined for what is no JSON. */
function jsonOf({ text }: OlderText): JsonValue | undefined {
  try {
    return parseJson(text).value
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function idOf(row: JsonObject): string | undefined {
  const id = row['id'] ?? row['thread_id']
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

function textsIn(value: JsonValue | undefined): string[] {
  const list = isJsonArray(value) ? value : value === undefined ? [] : [value]
  return list.flatMap((one) => {
    if (typeof one === 'string' || typeof one === 'number') return [String(one)]
    return isJsonObject(one) ? (idOf(one) ?? []) : []
  })
}
