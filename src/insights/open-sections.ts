import type { Analysis } from '../domain/analysis/analysis.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import { readableFirst } from './counting/readable-first.ts'
import type { Reading } from './counting/reading.ts'
import type { CountedThread } from './counting/tally.ts'
import type { ItemProof } from './figures.ts'
import { dropUnproved, quotedIn } from './prove-quotes.ts'
import type { Proved } from './prove-quotes.ts'
import type { Lead, SectionDefinition } from './section.ts'
import { SECTION_KEYS, SECTIONS } from './sections.ts'
import type { SectionData, SectionKey } from './sections.ts'

/** A section of a report that is being counted. */
export interface OpenSection {
  readonly key: SectionKey
  add(item: CountedThread, whole: Analysis): void
  close(reading: Reading): CountedSection
}

/** A section that counted its last thread. */
export interface CountedSection {
  readonly key: SectionKey
  /** All quotes in it. */
  readonly quotes: readonly Evidence[]
  /** All items that it names as a proof. */
  readonly items: readonly ItemProof[]
  /** Takes out what is not proved. */
  prove(proved: Proved): void
  leads(): readonly Lead[]
  /** What it says, once it is known what all sections lead with. */
  data(leads: readonly Lead[]): unknown
}

/** Begins to count every section. */
export function openSections(): readonly OpenSection[] {
  return SECTION_KEYS.map((key) => openSection<SectionData[SectionKey]>(key, SECTIONS[key]))
}

function openSection<T>(key: SectionKey, definition: SectionDefinition<T>): OpenSection {
  const counter = definition.count()
  return {
    key,
    add: (item, whole) => counter.add?.(item, whole),
    close: (reading) => countedSection(key, definition, counter.result(reading), reading.language),
  }
}

function countedSection<T>(
  key: SectionKey,
  definition: SectionDefinition<T>,
  data: T,
  language: string | undefined,
): CountedSection {
  const quoted = quotedIn(data)
  for (const one of quoted) one.evidence = readableFirst(one.evidence, language)
  return {
    key,
    quotes: quoted.flatMap(({ evidence }) => evidence),
    items: quoted.flatMap(({ items }) => items ?? []),
    prove: (proved) => dropUnproved(data, proved, definition.dropsUnproved === true),
    leads: () => definition.leads?.(data) ?? [],
    data: (leads) => definition.compose?.(data, leads) ?? data,
  }
}
