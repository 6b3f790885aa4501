import type { Report } from './report.ts'
import { doorTo } from './door.ts'
import { Distinct } from './counting/distinct.ts'
import type { CountedThread } from './counting/tally.ts'
import { figure } from './counting/tally.ts'

type Usage = Pick<
  Report['usage'],
  'messages' | 'users' | 'languages' | 'perDay' | 'firstMessageAt' | 'lastMessageAt'
>

/** What a thread's language is called where it cannot be told. */
const UNKNOWN = 'unknown'

/** How much was said, by how many, in which languages, on which days. */
export function countUsage() {
  const users = new Distinct()
  const languages = new Map<string, { n: number; users: Distinct }>()
  const days = new Map<string, { threads: number; messages: number; users: Distinct }>()
  let messages = 0
  let first: string | undefined
  let last: string | undefined
  const byThreads = () => [...languages].toSorted(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1))
  return {
    /** The language that most threads are in; undefined where none can be told. */
    language: (): string | undefined => byThreads().find(([name]) => name !== UNKNOWN)?.[0],
    add({ summary, analysis, users: theirs }: CountedThread): void {
      messages += summary.messageCount
      for (const user of theirs) users.add(user)
      const { firstMessageAt, lastMessageAt } = summary
      if (firstMessageAt !== undefined && (first === undefined || firstMessageAt < first)) {
        first = firstMessageAt
      }
      if (lastMessageAt !== undefined) {
        if (last === undefined || lastMessageAt > last) last = lastMessageAt
        const name = lastMessageAt.slice(0, 10)
        const day = days.get(name) ?? { threads: 0, messages: 0, users: new Distinct() }
        day.threads++
        day.messages += summary.messageCount
        for (const user of theirs) day.users.add(user)
        days.set(name, day)
      }
      const name = analysis.language ?? UNKNOWN
      const language = languages.get(name) ?? { n: 0, users: new Distinct() }
      language.n++
      for (const user of theirs) language.users.add(user)
      languages.set(name, language)
    },
    result: (analyzed: number): Usage => ({
      messages,
      users: users.size,
      ...(first === undefined ? {} : { firstMessageAt: first }),
      ...(last === undefined ? {} : { lastMessageAt: last }),
      languages: byThreads().map(([language, { n, users: theirs }]) => ({
        language,
        figure: figure(n, analyzed, theirs.size, doorTo({ language })),
      })),
      perDay: [...days]
        .map(([day, counts]) => ({
          day,
          threads: counts.threads,
          messages: counts.messages,
          users: counts.users.size,
        }))
        .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    }),
  }
}
