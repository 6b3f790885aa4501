import type { Block } from './content.ts'
import { isMeasured, OVERLOOKED, UNMEASURED } from './counting/held.ts'
import type { Report } from './report.ts'
import { SECTION_KEYS, SECTIONS } from './sections.ts'
import type { SectionData, SectionKey } from './sections.ts'

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

/** What a report shows, apart from how. */
export function describeReport(report: Report): ReportContent {
  const { sections, filter } = report
  const measured = isMeasured(filter.analyzerKey)
  const shown = SECTION_KEYS.map((key) => sectionOf(key, sections[key], measured))
  const [first] = shown
  if (first !== undefined && !measured) {
    shown[0] = { ...first, blocks: [{ kind: 'text', text: UNMEASURED }, ...first.blocks] }
  }
  return { ...report, sections: shown }
}

function sectionOf<K extends SectionKey>(
  key: K,
  data: SectionData[K],
  measured: boolean,
): SectionContent {
  const { title, about, empty, tellsOverlooked } = SECTIONS[key]
  const blocks = [...SECTIONS[key].content(data)]
  const id = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (blocks.length === 0) blocks.push({ kind: 'text', text: empty })
  else if (measured && tellsOverlooked === 'below') blocks.push({ kind: 'text', text: OVERLOOKED })
  const least = measured && tellsOverlooked === 'about' ? ` ${OVERLOOKED}` : ''
  return { id, title, about: about + least, blocks }
}
