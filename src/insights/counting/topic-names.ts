import { UNCLASSIFIED } from '../../domain/kinds/topic-assignment.ts'
import type { Topic, TopicModel } from '../../domain/analysis/topic-model.ts'

/** `group` is the upper level of topics, `small` a theme that is small but tight, `need` a group of needs. */
export const TOPIC_LEVELS = ['topic', 'group', 'small', 'need'] as const
export type TopicLevel = (typeof TOPIC_LEVELS)[number]

export interface TopicName extends Pick<Topic, 'id' | 'title'> {
  readonly level: TopicLevel
  readonly parent?: string | undefined
  readonly terms: readonly string[]
  readonly language?: string | undefined
}

/** What the ids of the current topic model are called. */
export class TopicNames {
  readonly #names = new Map<string, TopicName>()
  /** By title, the thread whose request it is. */
  readonly #threads = new Map<string, string>()

  constructor(model: TopicModel | undefined) {
    const levels: readonly (readonly [TopicLevel, readonly Topic[]])[] = [
      ['topic', model?.topics ?? []],
      ['group', model?.groups ?? []],
      ['small', model?.small ?? []],
      ['need', model?.needs ?? []],
    ]
    for (const [level, topics] of levels) {
      for (const { id, title, titles, parent, terms, language } of topics) {
        this.#names.set(id, { id, title, level, parent, terms, language })
        const source = titles.find(({ text }) => text === title)
        if (source !== undefined) this.#threads.set(title, source.threadId)
      }
    }
  }

  /** The threads whose requests stand as titles in a document. */
  threadsIn(document: unknown): string[] {
    const text = JSON.stringify(document)
    const found = [...this.#threads].filter(([title]) =>
      text.includes(JSON.stringify(title).slice(1, -1)),
    )
    return [...new Set(found.map(([, threadId]) => threadId))].toSorted()
  }

  /** Undefined for an id that the model does not have, and of another level where one is given. */
  get(id: string | undefined, level?: TopicLevel): TopicName | undefined {
    const name = this.#names.get(id ?? '')
    return level === undefined || name?.level === level ? name : undefined
  }

  /** Every name: topics, groups, small themes, needs. */
  all(): readonly TopicName[] {
    return [...this.#names.values()]
  }

  /** As people read it; what fits no topic too. */
  title(id: string): string | undefined {
    return id === UNCLASSIFIED ? 'Unclassified' : this.#names.get(id)?.title
  }
}
