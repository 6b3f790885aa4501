import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { isJsonObject } from '../../domain/values/json.ts'
import { escapeHtml } from '../../insights/render/escape-html.ts'
import { threadsOfMark, threadsOfReport } from '../../insights/render/report-mark.ts'

/** Bytes beyond which nothing is a report. */
const MOST_BYTES = 64 * 1024 * 1024

/** What a stored report must not speak of. */
export interface GoneFromReports {
  readonly threadIds: readonly string[]
  /** Words of topics' titles that nobody else has. */
  readonly words: readonly string[]
}

/**
 * Removes reports that speak of erased threads. A report is known as ours by what it holds, whatever its
 * file is called; every other file stays. A report is made anew in a moment; what it quoted must not stay.
 *
 * @param folder where reports lie, at any depth; one that is not there holds none
 * @returns the names of the files that were removed, below the folder
 */
export async function removeReports(folder: string, gone: GoneFromReports): Promise<string[]> {
  const removed: string[] = []
  for (const path of await filesUnder(folder)) {
    if ((await stat(path)).size > MOST_BYTES) continue
    const text = await readFile(path, 'utf8')
    const speaksOf = readReport(text)
    if (speaksOf === undefined) continue
    const folded = text.toLowerCase()
    const isOfThem =
      gone.threadIds.some(speaksOf) ||
      gone.words.some((word) => folded.includes(word.toLowerCase()))
    if (!isOfThem) continue
    await rm(path)
    removed.push(relative(folder, path))
  }
  return removed
}

/** A report, by its name below the folder, with the threads that it speaks of. */
export interface StoredReport {
  readonly name: string
  readonly threads: ReadonlySet<string>
}

/** A file that may be a report, or the folder of all, that could not be read. */
export interface UnreadReport {
  readonly path: string
  /** The code of the system, as EACCES. */
  readonly code: string
}

/**
 * The reports below a folder that say which threads they speak of. Versions before 0.2 did not. What is gone between its listing and
 * its reading is no report any more; what cannot be read is told in its place.
 */
export async function* reportsBelow(folder: string): AsyncGenerator<StoredReport | UnreadReport> {
  const paths = await unlessUnread(folder, () => filesUnder(folder))
  if (!Array.isArray(paths)) {
    if (paths !== undefined) yield paths
    return
  }
  for (const path of paths) {
    const text = await unlessUnread(path, async () =>
      (await stat(path)).size > MOST_BYTES ? '' : readFile(path, 'utf8'),
    )
    if (typeof text === 'object') yield text
    const threads = typeof text === 'string' ? threadsMarked(text) : undefined
    if (threads !== undefined) yield { name: relative(folder, path), threads }
  }
}

async function unlessUnread<T>(
  path: string,
  read: () => Promise<T>,
): Promise<T | UnreadReport | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return error.code === 'ENOENT' ? undefined : { path, code: String(error.code) }
  }
}

function threadsMarked(text: string): ReadonlySet<string> | undefined {
  return threadsOfDocument(text) ?? threadsOfMark(text)
}

type SpeaksOf = (threadId: string) => boolean

/** What a report of ours speaks of; undefined for any other text. */
function readReport(text: string): SpeaksOf | undefined {
  const marked = threadsMarked(text)
  if (marked !== undefined) return (id) => marked.has(id)
  // Versions before 0.2 left no mark.
  if (
    !/<title>Chat report<\/title>|^# What users come for, and where the/.test(text.slice(0, 4096))
  )
    return undefined
  return (id) =>
    [id, escapeHtml(id), id.replace(/[`\s]+/gu, ' ')].some((form) => text.includes(form))
}

/** Of `report --json`, and of documents that hold a report. */
function threadsOfDocument(text: string): ReadonlySet<string> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  if (!isJsonObject(value)) return undefined
  const report = value['report'] ?? value
  if (typeof report === 'string') return threadsOfMark(report)
  if (!isJsonObject(report)) return undefined
  const isReport = ['schemaVersion', 'usage', 'sections', 'evidence'].every((key) => key in report)
  return isReport ? threadsOfReport(report) : undefined
}

async function filesUnder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
