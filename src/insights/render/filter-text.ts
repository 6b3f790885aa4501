import { languageName } from '../counting/labels.ts'
import type { Report } from '../report.ts'

const DAY = 86_400_000
const MIDNIGHT = 'T00:00:00.000Z'

/** What a report is about, as a sentence: every condition of its filter stands in it. */
export function filterText({ filter, usage }: Report): string {
  const { from, to, topic, topicTitle, language } = filter
  const conditions = [
    rangeText(filter),
    language === undefined ? '' : ` in ${languageName(language)}`,
    topic === undefined
      ? ''
      : ` about ${topicTitle === undefined ? `topic ${topic}` : `“${topicTitle}”`}`,
  ].filter((condition) => condition !== '')
  const { firstMessageAt, lastMessageAt } = usage
  const span =
    from !== undefined || to !== undefined || firstMessageAt === undefined
      ? ''
      : `, ${firstMessageAt.slice(0, 10)} to ${lastMessageAt?.slice(0, 10)}`
  if (conditions.length === 0) return `All threads${span}.`
  return `Threads${conditions.join(',')}${span}.`
}

/** The name of a file that holds the report: its filter stands in it. */
export function reportFileName({ filter }: Report, ending: 'html' | 'md' | 'json'): string {
  const { from, to, topic, language } = filter
  const parts = [
    'report',
    from === undefined ? '' : `from-${boundName(from)}`,
    to === undefined ? '' : `to-${boundName(lastDay(to) ?? to)}`,
    language ?? '',
    topic === undefined ? '' : `topic-${topic}`,
  ]
  const name = parts.filter((part) => part !== '').join('-')
  return `${name.replaceAll(/[^\w-]+/g, '-').slice(0, 120)}.${ending}`
}

function rangeText({ from, to }: Report['filter']): string {
  if (from === undefined && to === undefined) return ''
  const begin = from === undefined ? '' : ` from ${boundText(from)}`
  if (to === undefined) return ` whose last message lies${begin} on (UTC)`
  const day = lastDay(to)
  const end = day === undefined ? ` before ${boundText(to)}` : ` to ${day}`
  return ` whose last message lies${begin}${end} (UTC)`
}

/** The last day that an end lets in whole, for people count days; undefined for a time of day. */
function lastDay(to: string): string | undefined {
  if (!to.endsWith(MIDNIGHT)) return undefined
  return new Date(Date.parse(to) - DAY).toISOString().slice(0, 10)
}

function boundText(time: string): string {
  return time.endsWith(MIDNIGHT) ? time.slice(0, 10) : time.slice(0, 19).replace('T', ' ')
}

function boundName(time: string): string {
  return time.endsWith(MIDNIGHT) ? time.slice(0, 10) : time.replaceAll(':', '')
}
