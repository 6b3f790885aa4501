import { z } from 'zod'

/**
 * What is grouped: what users ask for, what of it failed, and what they needed and did not get. The three
 * share one space of vectors and have groups of their own.
 */
export const topicLensSchema = z.enum(['requests', 'failures', 'needs'])

/** A title, with the thread whose request it is cut from: an erasure of the thread takes it along. */
export const topicTitleSchema = z.strictObject({ text: z.string(), threadId: z.string() })
export type TopicTitle = z.infer<typeof topicTitleSchema>

/** Texts of one meaning. */
export const topicSchema = z.strictObject({
  /**
   * Stable over refits and never used again for another topic: a letter and a number. `t` is a topic, `g` a
   * group of topics, `s` a small theme, `f` a group of what failed, `n` of what was needed.
   */
  id: z.string(),
  /** A short real request that the members have too; where there is none, what they ask for in a word or two. */
  title: z.string(),
  /** Where the title comes from, and what stands in for it once that is erased; best first. */
  titles: z.array(topicTitleSchema),
  /** What the members say more often than others do, as people write it, at most three. */
  terms: z.array(z.string()),
  /** BCP 47, of most members; absent where no language has most. */
  language: z.string().optional(),
  /** The group (`g…`) that most members of a topic are of. */
  parent: z.string().optional(),
  /** Whole numbers of -127 to 127, one a dimension, as base64. */
  centroid: z.string(),
  /** The cosine to the centroid that nearly all members reach; of small themes and wishes each text must. */
  threshold: z.number(),
  /**
   * Set for a topic that is told by words: a text must also say one of its terms, and need not be near otherwise. A group of
   * needs is one: its centroid is where its title lies, and its term is what of the title each member says.
   */
  byWords: z.literal(true).optional(),
  /**
   * Set for a topic of a log in which few things are wanted, each in nearly the same words, so that to be near is enough. Of any
   * other topic a request must want what its title says, or one of its terms where it has no title.
   */
  alike: z.literal(true).optional(),
  /** Threads of the sample that fell to it when it was fitted. */
  fitted: z.int().min(0),
  /** The nearest of them: thread ids, each of another user where there are enough. */
  examples: z.array(z.string()),
})
export type Topic = z.infer<typeof topicSchema>

/** What became of a topic since the model before. */
export const topicFateSchema = z.strictObject({
  id: z.string(),
  /**
   * `merged`: most of its members are now in `other`, and the id is gone; `split`: new, most of its members
   * were in `other`; `gone`: its members are apart, or unclassified.
   */
  became: z.enum(['kept', 'renamed', 'new', 'merged', 'split', 'gone']),
  other: z.string().optional(),
  /** Shares of the sample, 0 to 1: then and now. */
  before: z.number().optional(),
  now: z.number().optional(),
})
export type TopicFate = z.infer<typeof topicFateSchema>

/** The rows of a matrix as whole numbers, and what one of them is worth. */
const quantizedSchema = z.strictObject({ scale: z.number(), data: z.string() })
export type Quantized = z.infer<typeof quantizedSchema>

/**
 * Where texts lie. A text's vector is that of the encoder without the mean of its language, beside the sum
 * of its words' vectors; both are turned to the axes on which the sample differs most.
 */
export const topicSpaceSchema = z.strictObject({
  /** The encoder's version: under another one nothing is assigned. */
  encoder: z.string(),
  /** Set where the log is of a music studio: what its words name there then stands beside the encoder's vector. */
  studio: z.literal(true).optional(),
  /** Mean vector of a language's texts. `*` is that of all, for other languages. */
  means: z.array(z.strictObject({ language: z.string(), mean: quantizedSchema })),
  /** Words (stems) of the sample, with their weight. */
  words: z.array(z.tuple([z.string(), z.number()])),
  /** A row a word. */
  wordVectors: quantizedSchema,
  /** Dimensions of a word's vector. */
  wordSize: z.int(),
  /** What is subtracted before the turn. */
  centre: quantizedSchema,
  /** A row an input dimension, a column a dimension of the space. */
  axes: quantizedSchema,
  /** Dimensions of the space. */
  size: z.int(),
})
export type StoredSpace = z.infer<typeof topicSpaceSchema>

/**
 * Topics as a record of their own: fitted on a seeded sample, kept, and assigned to; reports only count
 * assignments.
 */
export const topicModelSchema = z.strictObject({
  schemaVersion: z.literal(2),
  /** Sorts by age: `<fittedAt>-<8 hex digits>`. */
  id: z.string(),
  analyzerKey: z.string(),
  /** Of the method; a model of another version is not assigned to. */
  version: z.string(),
  seed: z.int(),
  fittedAt: z.string(),
  /** Threads that it was fitted on. */
  sample: z.int().min(0),
  /** Absent where nothing can be assigned: in a model of an older version. */
  space: topicSpaceSchema.optional(),
  /** A cosine that few pairs of unrelated texts reach: what belongs to a topic is told in terms of it. */
  near: z.number(),
  /** Lines that recur over threads and are nobody's request, as the first 12 hex digits of their SHA-256. */
  boilerplate: z.array(z.string()),
  /** What users ask for. A thread counts under every one that a request of it is of. */
  topics: z.array(topicSchema),
  /** Centroids of groups that are no topic, like those of topics: a text that is nearest to one of these has no topic. */
  elsewhere: z.array(z.string()).optional(),
  /** The upper level: a topic's `parent` is one of these. */
  groups: z.array(topicSchema),
  /** Few but tight: themes that are no topic themselves. The most telling first. */
  small: z.array(topicSchema),
  /** What failed, by the request that did. */
  failures: z.array(topicSchema),
  /** What was needed and not got. */
  needs: z.array(topicSchema),
  /**
   * The highest number that an id of this model, or of any before it, has had, by its letter: none is used again.
   * Absent in models that older versions made.
   */
  numbers: z.record(z.string(), z.int()).optional(),
  /** What became of the topics of the model before; empty in the first. */
  fates: z.array(topicFateSchema),
})
export type TopicModel = z.infer<typeof topicModelSchema>

/** One topic of a thread. */
export const assignedTopicSchema = z.strictObject({
  id: z.string(),
  /** Cosine to the centroid, rounded to three decimals. */
  score: z.number(),
  /** The message that asks for it; absent where an older version placed it. */
  messageId: z.string().optional(),
})
export type AssignedTopic = z.infer<typeof assignedTopicSchema>

/** What a thread is about under one model, or why nothing is known of it. */
export const topicAssignmentSchema = z.strictObject({
  schemaVersion: z.literal(2),
  threadId: z.string(),
  modelId: z.string(),
  analyzerKey: z.string(),
  contentHash: z.string(),
  /** Each once, the main one first; empty for one that is unclassified. */
  topics: z.array(assignedTopicSchema),
  /** Small themes, likewise. */
  small: z.array(assignedTopicSchema),
  /** Groups of what failed in it, and of what was needed in it. */
  failures: z.array(assignedTopicSchema),
  needs: z.array(assignedTopicSchema),
  /** The parents of the topics, each once: what the upper level counts. */
  groups: z.array(z.string()),
  /** Why there is no topic: nothing is asked; it is near to none, or to several alike, or wants what none is called; there are no topics. */
  unclassified: z.enum(['no-request', 'too-far', 'no-topics']).optional(),
})
export type TopicAssignment = z.infer<typeof topicAssignmentSchema>

/** The lists of a model in which topics are. */
export const TOPIC_LISTS = ['topics', 'groups', 'small', 'failures', 'needs'] as const

/** All topics of a model that an id may name, whatever their level and lens. */
export function allTopics(model: Pick<TopicModel, (typeof TOPIC_LISTS)[number]>): readonly Topic[] {
  return TOPIC_LISTS.flatMap((list) => model[list])
}

/** The model with each of its topics changed, wherever it stands. */
export function withEachTopic(model: TopicModel, change: (topic: Topic) => Topic): TopicModel {
  const each = (topics: readonly Topic[]) => topics.map((topic) => change(topic))
  return {
    ...model,
    topics: each(model.topics),
    groups: each(model.groups),
    small: each(model.small),
    failures: each(model.failures),
    needs: each(model.needs),
  }
}
