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
