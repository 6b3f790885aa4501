import type { Overview } from '../../../../../src/http/schemas/state.ts'

/** The topics by which threads can be narrowed down: groups first, each with its id and title. */
export function topicChoices(overview: Overview | undefined): [id: string, title: string][] {
  const topics = overview?.topics ?? []
  return (['group', 'topic'] as const).flatMap((level) =>
    topics
      .filter((topic) => topic.level === level)
      .map(({ id, title }): [string, string] => [id, title]),
  )
}
