import { visible } from '../../domain/values/visible.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import type {
  Block,
  FiguresBlock,
  InsightItem,
  MeanBlock,
  TableBlock,
  ThreadItem,
} from '../content.ts'
import { describeReport } from '../describe-report.ts'
import type { SectionContent } from '../describe-report.ts'
import { shareOf, threadsOf, usersOf } from '../counting/labels.ts'
import type { Report } from '../report.ts'
import { unseenByNumber } from './escape-html.ts'
import { filterText } from './filter-text.ts'
import { reportMark } from './report-mark.ts'

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
  const { usage } = report
  const pending = usage.pending === 0 ? '' : ` ${threadsOf(usage.pending)} not analyzed yet.`
  return `${threadsOf(usage.analyzed)} · ${usage.messages.toLocaleString('en-US')} messages · ${usersOf(usage.users)}.${pending}\n\n${escapeText(filterText(report))}`
}

function section({ title, about, blocks }: SectionContent): string {
  return [`## ${title}`, `_${about}_`, ...blocks.map(blockText)].join('\n\n')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text
    case 'mean':
      return mean(block)
    case 'insights':
      return block.items.map(insight).join('\n')
    case 'figures':
      return figures(block)
    case 'table':
      return table(block)
    case 'threads':
      return block.items.map(thread).join('\n')
  }
}

function mean({ name, mean: value, most, n, of }: MeanBlock): string {
  return `${name}: **${value}** of ${most} on average, told by ${n.toLocaleString('en-US')} of ${threadsOf(of)}.`
}

function insight({ statement, figure, evidence }: InsightItem): string {
  const few = figure.anecdotal ? ' _(anecdotal)_' : ''
  return [`- ${escapeText(statement)}${few}`, ...evidence.map(quote)].join('\n')
}

function quote({ quote: words, threadId, messageId }: Evidence): string {
  return `  - “${escapeText(words)}” — \`${code(threadId)}\` / \`${code(messageId)}\``
}

function figures({ title, by, rows }: FiguresBlock): string {
  const shares = rows.map(({ label, figure }) => [label, shareOf(figure)])
  return table({ kind: 'table', title, columns: [by, 'Threads'], rows: shares })
}

function table({ title, columns, rows }: TableBlock): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => escapeText(String(cell))).join(' | ')} |`
  const rule = `|${'---|'.repeat(columns.length)}`
  return [`**${title}**`, '', line(columns), rule, ...rows.map(line)].join('\n')
}

function thread({ title, threadId, reasons, evidence }: ThreadItem): string {
  return [
    `- **${escapeText(title ?? 'Untitled')}** \`${code(threadId)}\` — ${reasons.map(escapeText).join('; ')}.`,
    ...evidence.map(quote),
  ].join('\n')
}

function foot({ evidence, filter }: Report): string {
  return `---\n\n${evidence.quotes.toLocaleString('en-US')} quotes were checked against the stored messages: ${evidence.verified.toLocaleString('en-US')} hold word for word, ${evidence.dropped.toLocaleString('en-US')} were dropped. Analyzer \`${code(filter.analyzerKey)}\`.\n`
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
