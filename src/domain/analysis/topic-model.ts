import { z } from 'zod'

/**
 * Topics as a record of their own: fitted on a seeded sample, kept, and assigned to; reports only
 * count assignments. Centroids are sparse, over the features that the model itself lists.
 */
export const topicSchema = z.strictObject({
  /** Stable over refits: `t1`, `t2`, … never used again for another topic. */
  id: z.string(),
  /** Readable, made from the members' words. */
  title: z.string(),
  parent: z.string().optional(),
  /** Feature index → weight, unit length. */
  centroid: z.array(z.tuple([z.int(), z.number()])),
  /** Threads of the sample that fell to it when it was fitted. */
  fitted: z.int().min(0),
  /** The nearest real requests: thread ids. */
  examples: z.array(z.string()),
})
export type Topic = z.infer<typeof topicSchema>

export const topicModelSchema = z.strictObject({
  /** Sorts by age: `<fittedAt>-<8 hex digits>`. */
  id: z.string(),
  analyzerKey: z.string(),
  /** Of the method; a model of another version is not assigned to. */
  version: z.string(),
  seed: z.int(),
  fittedAt: z.string(),
  sample: z.int().min(0),
  /** The features (words) with their inverse document frequency. */
  features: z.array(z.tuple([z.string(), z.number()])),
  topics: z.array(topicSchema),
  /** A thread nearer to no centroid than this (cosine) is unclassified. */
  threshold: z.number(),
})
export type TopicModel = z.infer<typeof topicModelSchema>

/** A thread's topic under one model, or why it has none. */
export const topicAssignmentSchema = z.strictObject({
  threadId: z.string(),
  modelId: z.string(),
  analyzerKey: z.string(),
  contentHash: z.string(),
  topic: z.string().optional(),
  /** Cosine to the centroid, rounded to three decimals. */
  score: z.number().optional(),
  /** Why there is no topic. */
  unclassified: z.enum(['no-request', 'too-far', 'no-topics']).optional(),
})
export type TopicAssignment = z.infer<typeof topicAssignmentSchema>
