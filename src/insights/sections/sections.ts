import { z } from 'zod'
import { keysOf, tableOf } from '../../domain/values/keys.ts'
import type { SectionDefinition } from '../section.ts'
import { categories } from './categories.ts'
import { improvementAreas } from './improvement-areas.ts'
import { keyInsights } from './key-insights.ts'
import { negativeChats } from './negative-chats.ts'
import { productEffectiveness } from './product-effectiveness.ts'
import { responseQuality } from './response-quality.ts'
import { topDiscussions } from './top-discussions.ts'
import { unmetNeeds } from './unmet-needs.ts'
import { userSatisfaction } from './user-satisfaction.ts'

/** The sections of a report by their key in its document, in the order in which they stand there. */
const TABLE = {
  categories,
  topDiscussions,
  responseQuality,
  improvementAreas,
  userSatisfaction,
  unmetNeeds,
  productEffectiveness,
  keyInsights,
  negativeChats,
} as const

export type SectionKey = keyof typeof TABLE
/** What each section counted. */
export type SectionData = { [K in SectionKey]: z.infer<(typeof TABLE)[K]['schema']> }

export const SECTIONS: { readonly [K in SectionKey]: SectionDefinition<SectionData[K]> } = TABLE
export const SECTION_KEYS: readonly SectionKey[] = keysOf(TABLE)

type Schemas = { [K in SectionKey]: z.ZodType<SectionData[K]> }
export const sectionsSchema = z.strictObject(
  tableOf<Schemas>(SECTION_KEYS, (key) => SECTIONS[key].schema),
)
