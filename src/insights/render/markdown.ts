import { visible } from '../../domain/values/visible.ts'
import type {
  Block,
  Cell,
  CountCell,
  FiguresBlock,
  InsightItem,
  MaybeItem,
  Proof,
  TableBlock,
  ThreadItem,
} from '../content.ts'
import { describeReport } from '../describe-report.ts'
import type { SectionContent } from '../describe-report.ts'
import type { Door } from '../door.ts'
import { heldText } from '../../domain/written/held.ts'
import { intervalText, sentenceCase, shareOf } from '../counting/labels.ts'
import type { Report } from '../report.ts'
import type { Figure } from '../figures.ts'
import { doorCommand } from './door-command.ts'
import { unseenByNumber } from './escape-html.ts'
import { filterText } from './filter-text.ts'
import { ROLE_TEXTS } from './proof-html.ts'
import { reportMark } from './report-mark.ts'
import { checkedText } from '../../domain/written/checked.ts'
import { usageText } from './report-texts.ts'

/** Items of a list and rows of a table at the most. */
const MOST_ITEMS = 20
/** Of what an insight is made of. */
const MOST_PARTS = 5

/** The report as Markdown (CommonMark with tables). What users wrote cannot become markup. */
export function renderMarkdown(report: Report): string {
  return [
    '# What users come for, and where the assistant fails them',
    head(report),
    ...describeReport(report).sections.map(section),
    foot(report),
    `${reportMark(report)}\n`,
  ].join('\n\n')
}

function head(report: Report): string {
  return [
    `${usageText(report)}.`,
    escapeText(filterText(report)),
    ...(report.chosen === undefined ? [] : [escapeText(report.chosen.statement)]),
    `Behind a figure stands what lists its threads, as in \`${code(doorCommand(report, { facets: ['name:value'] }))}\`.`,
  ].join('\n\n')
}

function section({ title, about, blocks }: SectionContent): string {
  return [`## ${title}`, `_${about}_`, ...blocks.map(blockText)].join('\n\n')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return escapeText(block.text)
    case 'insights':
      return listed(block.items.map(insight), block.look === 'ranked' ? numbered : bulleted)
    case 'figures':
      return figures(block)
    case 'table':
      return table(block)
    case 'threads':
      return `${block.items.map(thread).join('\n')}\n\n${block.items.length} of ${block.all.n} shown: ${door(block.all.threads)}`
    case 'maybes':
      return block.items.map(maybe).join('\n')
  }
}

const bulleted = (text: string) => `- ${text}`
const numbered = (text: string, at: number) => `${at + 1}. ${text}`

/** The first of a long list, and how many more there are. */
function listed(items: readonly string[], mark: (text: string, at: number) => string): string {
  const shown = items.slice(0, MOST_ITEMS).map(mark).join('\n')
  return items.length <= MOST_ITEMS ? shown : `${shown}\n\n${restText(items.length)}`
}

function restText(all: number): string {
  return `_${MOST_ITEMS} of ${all} shown; all of them stand in \`hitcraft report --format html\` and \`--json\`._`
}

function insight({ statement, figure, also = [], held, proofs, parts = [] }: InsightItem): string {
  const beside = [
    ...(figure.interval === undefined ? [] : [intervalText(figure.interval)]),
    ...(figure.anecdotal ? ['few cases'] : []),
    ...also.map(({ text, n, threads }) => {
      const more = threads.facets.filter((facet) => !figure.threads.facets.includes(facet))
      return `${text} ${n.toLocaleString('en-US')} (${door({ facets: more })})`
    }),
    ...(held === undefined ? [] : [heldText(held)]),
  ]
  const more = beside.length === 0 ? '' : ` ${sentenceCase(beside.join(' · '))}.`
  return [
    `${escapeText(statement)} ${door(figure.threads)}${more}`,
    ...proofs.map(proof),
    ...within(parts),
  ].join('\n')
}

/** What an insight is made of, one line each. */
function within(parts: readonly InsightItem[]): string[] {
  const lines = parts
    .slice(0, MOST_PARTS)
    .map(
      ({ statement, figure }) =>
        `   - ↳ ${escapeText(statement)} ${door(figure.threads)}${ofAll(figure)}`,
    )
  const rest = parts.length - lines.length
  return rest === 0
    ? lines
    : [...lines, `   - ↳ _${rest} more within, in \`--format html\` and \`--json\`_`]
}

function ofAll({ interval }: Figure): string {
  return interval === undefined ? '' : ` ${sentenceCase(intervalText(interval))}.`
}

function door({ facets }: Door): string {
  return facets.map((facet) => `\`${code(facet)}\``).join(' ')
}

function proof({ quotes, items, threadId }: Proof): string {
  const words = quotes.map(({ quote, role }) => `${named(role)}“${escapeText(quote)}”`)
  const said = items.map(({ type, text = '' }) =>
    `${ROLE_TEXTS.item}: \`${code(type)}\` ${escapeText(text)}`.trim(),
  )
  return `   - ${[...words, ...said].join(' ')} — \`${code(threadId)}\``
}

function named(role: keyof typeof ROLE_TEXTS | undefined): string {
  return role === undefined ? '' : `${ROLE_TEXTS[role]}: `
}

function figures({ title, by, rows }: FiguresBlock): string {
  return table({
    kind: 'table',
    title,
    columns: [by, 'Threads'],
    rows: rows.map(({ label, figure }) => [
      label,
      { n: figure.n, threads: figure.threads, text: shareOf(figure) },
    ]),
  })
}

/** The last column says how a row's threads are listed, where it counts any. */
function table({ title, columns, rows }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = rows.slice(0, MOST_ITEMS).map((cells) => {
    const first = cells.find((cell) => typeof cell === 'object')
    return line([...cells.map(cellText), first === undefined ? '' : door(first.threads)])
  })
  const rule = `|${'---|'.repeat(columns.length + 1)}`
  const head = line([...columns, 'Facets'].map(escapeText))
  const more = rows.length <= MOST_ITEMS ? [] : ['', restText(rows.length)]
  return [`**${escapeText(title)}**`, '', head, rule, ...lines, ...more].join('\n')
}

type TextCell = Cell | (CountCell & { readonly text?: string })
interface TextTable extends Omit<TableBlock, 'rows'> {
  readonly rows: readonly (readonly TextCell[])[]
}

function cellText(cell: TextCell): string {
  if (typeof cell !== 'object') return escapeText(String(cell))
  if ('text' in cell && cell.text !== undefined) return escapeText(cell.text)
  return cell.of === undefined ? String(cell.n) : `${cell.n} of ${cell.of}`
}

function thread({ title, threadId, reasons, proofs }: ThreadItem): string {
  return [
    `- **${escapeText(title ?? 'Untitled')}** \`${code(threadId)}\` — ${reasons.map(escapeText).join('; ')}.`,
    ...proofs.map(proof),
  ].join('\n')
}

function maybe({ label, why, proofs }: MaybeItem): string {
  return [`- ${escapeText(label)} _(${escapeText(why)})_`, ...proofs.map(proof)].join('\n')
}

function foot(report: Report): string {
  return `---\n\n${checkedText(report.evidence)} Analyzer \`${code(report.filter.analyzerKey)}\`.\n`
}

/** Text in one line, with everything escaped that Markdown or HTML would read as markup, addresses too. */
function escapeText(text: string): string {
  const escaped = text
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_{}[\]<>#|~&@]|(?<=\bwww)\.|:(?=\/\/)/gi, String.raw`\$&`)
    .trim()
  return visible(unseenByNumber(escaped))
}

function code(text: string): string {
  return visible(text.replace(/[`\s]+/gu, ' '))
}
