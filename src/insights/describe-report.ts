import type { Block, InsightsBlock, ThreadCondition } from './content.ts'
import type { Report } from './report.ts'
import { SECTION_KEYS, SECTIONS } from './sections/sections.ts'
import type { SectionData, SectionKey } from './sections/sections.ts'

/** A report as it is shown: its sections are blocks that a renderer draws without knowing the sections. */
export interface ReportContent extends Omit<Report, 'sections'> {
  /** In the order in which people read them. */
  readonly sections: readonly SectionContent[]
}

export interface SectionContent {
  /** Names it in addresses: `key-insights`. */
  readonly id: string
  readonly title: string
  /** What it answers, in one sentence. */
  readonly about: string
  /** Never empty: where there is nothing to say, a text says so. */
  readonly blocks: readonly Block[]
}

/** The key of each section in reading order: what is composed of the others comes before them. */
const READING_ORDER = SECTION_KEYS.toSorted(
  (a, b) => Number(SECTIONS[a].compose === undefined) - Number(SECTIONS[b].compose === undefined),
)

/** What a report shows, apart from how. */
export function describeReport(report: Report): ReportContent {
  const { sections } = report
  const doors = new Map<string, ThreadCondition>()
  for (const key of SECTION_KEYS) {
    for (const [id, threads] of doorsOf(key, sections[key])) doors.set(id, threads)
  }
  return {
    ...report,
    sections: READING_ORDER.map((key) => sectionOf(key, blocksOf(key, sections[key], doors))),
  }
}

function sectionOf(key: SectionKey, blocks: readonly Block[]): SectionContent {
  const { title, about, empty } = SECTIONS[key]
  const id = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return { id, title, about, blocks: blocks.length > 0 ? blocks : [{ kind: 'text', text: empty }] }
}

/** The lists of threads behind insights, by their ids. */
type Doors = ReadonlyMap<string, ThreadCondition>

function doorsOf<K extends SectionKey>(key: K, data: SectionData[K]): Doors {
  return SECTIONS[key].doors?.(data) ?? new Map()
}

function blocksOf<K extends SectionKey>(key: K, data: SectionData[K], doors: Doors): Block[] {
  const blocks = SECTIONS[key].content(data)
  return blocks.map((block) => (block.kind === 'insights' ? withDoors(block, doors) : block))
}

function withDoors(block: InsightsBlock, doors: Doors): InsightsBlock {
  const items = block.items.map((item) => {
    const threads = doors.get(item.id)
    return threads === undefined ? item : { ...item, threads }
  })
  return { ...block, items }
}
