import { threadsOf, usersOf } from '../counting/labels.ts'
import type { Report } from '../report.ts'

/** `309 threads · 1,723 messages · 71 users`; of a log that names no users nothing is said of them. */
export function usageText({ usage }: Pick<Report, 'usage'>): string {
  const { analyzed, messages, users, pending } = usage
  return [
    threadsOf(analyzed),
    `${messages.toLocaleString('en-US')} ${messages === 1 ? 'message' : 'messages'}`,
    ...(users === 0 ? [] : [usersOf(users)]),
    ...(pending === 0 ? [] : [`${threadsOf(pending)} not analyzed yet`]),
  ].join(' · ')
}

/** Of how many quotes it was seen that they stand in their messages. */
export function checkedText({ evidence: { quotes, dropped } }: Pick<Report, 'evidence'>): string {
  if (quotes === 0) return 'Nothing is quoted.'
  const all = `${quotes.toLocaleString('en-US')} ${quotes === 1 ? 'quote was' : 'quotes were'} looked up in the stored messages`
  if (dropped === 0) return `${all}: each stands there, word for word.`
  return `${all}: ${dropped.toLocaleString('en-US')} did not stand there word for word and were left out.`
}
