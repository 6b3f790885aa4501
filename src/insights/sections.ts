import { z } from 'zod'
import { keysOf, tableOf } from '../domain/values/keys.ts'
import type { SectionDefinition } from './section.ts'
import { categories } from './sections/categories.ts'
import { firstThings } from './sections/first-things.ts'
import { improvementAreas } from './sections/improvement-areas.ts'
import { keyInsights } from './sections/key-insights.ts'
import { maybes } from './sections/maybes.ts'
import { negativeChats } from './sections/negative-chats.ts'
import { productEffectiveness } from './sections/product-effectiveness.ts'
import { responseQuality } from './sections/response-quality.ts'
import { topDiscussions } from './sections/top-discussions.ts'
import { unmetNeeds } from './sections/unmet-needs.ts'
import { userSatisfaction } from './sections/user-satisfaction.ts'
import { whatChanged } from './sections/what-changed.ts'

/** The sections of a report by their key in its document, in the order in which people read them. */
const TABLE = {
  firstThings,
  whatChanged,
  keyInsights,
  categories,
  topDiscussions,
  responseQuality,
  improvementAreas,
  unmetNeeds,
  userSatisfaction,
  productEffectiveness,
  negativeChats,
  maybes,
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
