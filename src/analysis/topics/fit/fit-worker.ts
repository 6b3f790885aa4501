import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { serveTasks } from '../../apart/serve-tasks.ts'
import { paceOf } from '../pace.ts'
import type { TopicText } from '../text/topic-text.ts'
import { fitTopics } from './fit-topics.ts'
import type { ModelsBefore } from './match-topics.ts'

/** A fit that is done apart: the arguments of `fitTopics`. */
export interface FitTask {
  readonly sample: readonly TopicText[]
  readonly analyzerKey: string
  readonly before: ModelsBefore
}

serveTasks(({ sample, analyzerKey, before }: FitTask): Promise<TopicModel> =>
  fitTopics(sample, analyzerKey, before, paceOf()),
)
