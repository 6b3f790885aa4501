import { describeReport } from '../../insights/describe-report.ts'
import type { SectionContent } from '../../insights/describe-report.ts'
import { doorFlags, listWords } from '../../insights/render/door-command.ts'
import { filterText } from '../../insights/render/filter-text.ts'
import { checkedText } from '../../domain/written/checked.ts'
import { usageText } from '../../insights/render/report-texts.ts'
import type { Report } from '../../insights/report.ts'
import { called } from '../output/called.ts'
import { blockLines } from './block-lines.ts'
import type { Drawing } from './drawing.ts'
import { hung, wrap } from './wrap.ts'

/** Longer lines are hard to read. */
const WIDEST = 100
const NARROWEST = 48

/** Where a report is read. */
export interface Reader {
  /** Cells of a line, if it is a terminal. */
  readonly columns?: number
  /** How commands are called there: `hitcraft`, or through npm. */
  readonly command: string
  /** `--store` for a command, where the store is not that of the settings. */
  readonly storeFlag?: string
}

/**
 * The report as a person reads it on a terminal: short, and every figure with the flags that list its threads.
 * What is left out stands in the other formats.
 */
export function terminalReport(report: Report, reader: Reader): string[] {
  const { columns = WIDEST } = reader
  const width = widthOf(columns)
  const drawing = drawingOf(report, width)
  const { sections, usage, chosen } = describeReport(report)
  const head = [
    'What users come for, and where the assistant fails them',
    '',
    usageText(report),
    ...wrap(filterText(report), width),
    ...(chosen === undefined ? [] : wrap(chosen.statement, width)),
  ]
  if (usage.analyzed === 0) return head
  const told = sections.flatMap((one, at) => sectionLines(one, drawing, at === 0))
  return [
    ...head,
    ...told,
    '',
    ...wrap(checkedText(report.evidence), width),
    '',
    'The threads of a figure, with what stands behind it:',
    `  ${called(reader, listWords(report))} --facet …`,
    'One of them, whole:',
    `  ${called(reader, 'threads show ID')}`,
    'All of this with every quote, as one file for the browser:',
    `  ${called(reader, 'report --format html --out report.html')}`,
  ]
}

/** What stands first in a report: how much it speaks of, how it stands, what to do first. */
export function reportHeart(report: Report, columns = WIDEST): string[] {
  const width = widthOf(columns)
  const drawing = drawingOf(report, width)
  const { sections } = describeReport(report)
  return [
    usageText(report),
    '',
    ...report.sections.keyInsights.flatMap(({ statement }) => hung('• ', statement, width)),
    ...sections.slice(0, 1).flatMap((one) => sectionLines(one, drawing, true)),
    '',
    ...wrap(checkedText(report.evidence), width),
  ]
}

function widthOf(columns: number): number {
  return Math.min(Math.max(columns, NARROWEST), WIDEST)
}

/** What stands in a section is set in. */
function drawingOf(report: Report, width: number): Drawing {
  return { width: width - 2, flags: (door) => doorFlags(report, door) }
}

/** @param isFirst whether it is the one that is told with its words */
function sectionLines({ title, blocks }: SectionContent, drawing: Drawing, isFirst: boolean) {
  const lines = blocks.flatMap((block, at) => {
    const told = blockLines(block, drawing, isFirst)
    return at === 0 ? told : ['', ...told]
  })
  return ['', title, ...lines.map((line) => (line === '' ? '' : `  ${line}`))]
}
