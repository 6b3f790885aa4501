import type { SampleThread } from './schedule.ts'
import { NEEDS, TOPICS } from './topics.ts'

/** What is planted, as of the last day. */
export function writeAnswerKey(threads: readonly SampleThread[]): string {
  const scripts = threads.map(({ script }) => script)
  const key = {
    threads: Object.fromEntries(threads.map((thread) => [thread.id, entryOf(thread)])),
    topics: Object.entries(TOPICS).map(([slug, title]) => ({
      slug,
      title,
      count: scripts.filter(({ topic }) => topic === slug).length,
    })),
    unmetNeeds: Object.entries(NEEDS).map(([slug, description]) => ({
      slug,
      description,
      threads: scripts.filter(({ unmetNeeds }) => unmetNeeds.some((need) => need === slug)).length,
    })),
    edited: threads.flatMap((thread) =>
      thread.script.messages.flatMap(({ edited }, messageIndex) =>
        edited === undefined ? [] : [{ threadId: thread.id, messageIndex }],
      ),
    ),
  }
  return `${JSON.stringify(key, null, 1)}\n`
}

function entryOf({ script }: SampleThread) {
  return {
    day: script.day,
    grownOnDay2: script.messages.some(({ grown }) => grown),
    title: script.title,
    language: script.language,
    topic: script.topic,
    request: script.request,
    failures: script.messages.flatMap(({ failures }, messageIndex) =>
      failures.map(({ kind, noticed }) => ({ kind, noticed, messageIndex })),
    ),
    outcome: script.outcome,
    complaint: script.complaint,
    thanks: script.thanks,
    unmetNeeds: script.unmetNeeds,
  }
}
