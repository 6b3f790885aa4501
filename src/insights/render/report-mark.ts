import { isJsonArray, jsonFrom } from '../../domain/values/json.ts'

const MARK = /<!-- hitcraft-report (\[.*?\]) -->/g

/**
 * What every rendered report ends with: that it is ours, and the ids of the threads that it speaks of, in
 * characters that neither HTML nor Markdown reads as more.
 */
export function reportMark(report: unknown): string {
  const ids = JSON.stringify([...threadsOfReport(report)].toSorted()).replace(
    /[^ !#-%'-,./0-;=?-~"]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `<!-- hitcraft-report ${ids} -->`
}

/** The ids of the threads that a rendered report speaks of; undefined for a text that is none of ours. */
export function threadsOfMark(text: string): ReadonlySet<string> | undefined {
  const marks = [...text.matchAll(MARK)].flatMap(([, ids = '']) => parsedIds(ids) ?? [])
  return marks.length === 0 ? undefined : new Set(marks.flat())
}

function parsedIds(text: string): readonly (readonly string[])[] | undefined {
  try {
    const ids = jsonFrom(text)
    return isJsonArray(ids) ? [ids.filter((id) => typeof id === 'string')] : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The ids of the threads that a report, or any document of ours, speaks of. */
export function threadsOfReport(value: unknown): Set<string> {
  const found = new Set<string>()
  const visit = (item: unknown): void => {
    if (typeof item !== 'object' || item === null) return
    const members: [string, unknown][] = Object.entries(item)
    for (const [name, inner] of members) {
      if (name === 'threadId' && typeof inner === 'string') found.add(inner)
      else visit(inner)
    }
  }
  visit(value)
  return found
}
