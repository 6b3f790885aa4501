import { UNCLASSIFIED } from '../../domain/kinds/topic-assignment.ts'
import type { Topic, TopicModel } from '../../domain/analysis/topic-model.ts'

/** `group` is the upper level of topics, `small` a theme that is small but tight, `need` a group of needs. */
export type TopicLevel = 'topic' | 'group' | 'small' | 'need'

export interface TopicName extends Pick<Topic, 'id' | 'title'> {
  readonly level: TopicLevel
  readonly parent?: string | undefined
  readonly terms: readonly string[]
  readonly language?: string | undefined
}

/** What the ids of the current topic model are called. */
export class TopicNames {
  readonly #names = new Map<string, TopicName>()

  constructor(model: TopicModel | undefined) {
    const levels: readonly (readonly [TopicLevel, readonly Topic[]])[] = [
      ['topic', model?.topics ?? []],
      ['group', model?.groups ?? []],
      ['small', model?.small ?? []],
      ['need', model?.needs ?? []],
    ]
    for (const [level, topics] of levels) {
      for (const topic of topics) this.#names.set(topic.id, { ...topic, level })
    }
  }

  /** Undefined for an id that the model does not have, and of another level where one is given. */
  get(id: string | undefined, level?: TopicLevel): TopicName | undefined {
    const name = this.#names.get(id ?? '')
    return level === undefined || name?.level === level ? name : undefined
  }

  /** As people read it; what fits no topic too. */
  title(id: string): string | undefined {
    return id === UNCLASSIFIED ? 'Unclassified' : this.#names.get(id)?.title
  }
}
