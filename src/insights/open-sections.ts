import type { Evidence } from '../domain/analysis/evidence.ts'
import type { AnalyzedSummary } from '../storage/chat-store.ts'
import { dropUnproved, quotesIn } from './prove-quotes.ts'
import type { Lead, SectionContext, SectionDefinition } from './section.ts'
import { SECTION_KEYS, SECTIONS } from './sections/sections.ts'
import type { SectionData, SectionKey } from './sections/sections.ts'

/** A section of a report that is being counted. */
export interface OpenSection {
  readonly key: SectionKey
  add(item: AnalyzedSummary): void
  close(analyzed: number): CountedSection
}

/** A section that counted its last thread. */
export interface CountedSection {
  readonly key: SectionKey
  /** All quotes in it. */
  readonly quotes: readonly Evidence[]
  /** Takes the quotes out that are not among these. */
  prove(verified: ReadonlySet<Evidence>): void
  leads(): readonly Lead[]
  /** What it says, once it is known what all sections lead with. */
  data(leads: readonly Lead[]): unknown
}

/** Begins to count every section. */
export function openSections(context: SectionContext): readonly OpenSection[] {
  return SECTION_KEYS.map((key) =>
    openSection<SectionData[SectionKey]>(key, SECTIONS[key], context),
  )
}

function openSection<T>(
  key: SectionKey,
  definition: SectionDefinition<T>,
  context: SectionContext,
): OpenSection {
  const counter = definition.count(context)
  return {
    key,
    add: (item) => counter.add(item),
    close: (analyzed) => countedSection(key, definition, counter.result(analyzed)),
  }
}

function countedSection<T>(
  key: SectionKey,
  definition: SectionDefinition<T>,
  data: T,
): CountedSection {
  return {
    key,
    quotes: quotesIn(data),
    prove: (verified) => dropUnproved(data, verified, definition.dropsUnproved === true),
    leads: () => definition.leads?.(data) ?? [],
    data: (leads) => definition.compose?.(data, leads) ?? data,
  }
}
