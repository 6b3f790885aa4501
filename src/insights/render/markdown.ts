import { visible } from '../../domain/values/visible.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { Insight, Report } from '../../domain/report.ts'
import { percentOf, shareOf, threadsOf, usersOf } from '../labels.ts'
import { unseenByNumber } from './escape-html.ts'
import { filterText } from './filter-text.ts'
import { reportMark } from './report-mark.ts'
import { SECTION_TEXTS } from './section-texts.ts'

/** The report as Markdown (CommonMark with tables). What users wrote cannot become markup. */
export function renderMarkdown(report: Report): string {
  const { sections } = report
  return [
    '# What users come for, and where the assistant fails them',
    head(report),
    section('keyInsights', insights(sections.keyInsights)),
    section('categories', insights(sections.categories)),
    section('topDiscussions', insights(sections.topDiscussions)),
    section('responseQuality', insights(sections.responseQuality.failures)),
    section('improvementAreas', insights(sections.improvementAreas)),
    section('userSatisfaction', satisfaction(report)),
    section('unmetNeeds', insights(sections.unmetNeeds)),
    section('productEffectiveness', effectiveness(report)),
    section('negativeChats', negative(report)),
    foot(report),
    `${reportMark(report)}\n`,
  ].join('\n\n')
}

function head(report: Report): string {
  const { usage } = report
  const pending = usage.pending === 0 ? '' : ` ${threadsOf(usage.pending)} not analyzed yet.`
  return `${threadsOf(usage.analyzed)} · ${usage.messages.toLocaleString('en-US')} messages · ${usersOf(usage.users)}.${pending}\n\n${escapeText(filterText(report))}`
}

function section(name: keyof typeof SECTION_TEXTS, body: string): string {
  const { title, about, empty } = SECTION_TEXTS[name]
  return `## ${title}\n\n_${about}_\n\n${body === '' ? empty : body}`
}

function insights(items: readonly Insight[]): string {
  return items.map(insight).join('\n')
}

function insight({ statement, figure, evidence }: Insight): string {
  const few = figure.anecdotal ? ' _(anecdotal)_' : ''
  return [`- ${escapeText(statement)}${few}`, ...evidence.map(quote)].join('\n')
}

function quote({ quote: words, threadId, messageId }: Evidence): string {
  return `  - “${escapeText(words)}” — \`${code(threadId)}\` / \`${code(messageId)}\``
}

function satisfaction({ sections }: Report): string {
  const { score, thanks, complaints } = sections.userSatisfaction
  const mean = score.mean === undefined ? 'no thread tells' : `${score.mean} of 5`
  return [
    `- Satisfaction: ${mean}, where it shows (${score.n} of ${threadsOf(score.of)}).`,
    insight(thanks),
    insight(complaints),
  ].join('\n')
}

function effectiveness({ sections }: Report): string {
  const { outcomes, features } = sections.productEffectiveness
  const rows = outcomes.map(({ outcome, figure }) => `| ${outcome} | ${shareOf(figure)} |`)
  const works = features.map(
    ({ feature, started, completed, unstarted }) =>
      `| ${escapeText(feature.replaceAll('_', ' '))} | ${started} | ${completed} | ${started === 0 ? '–' : percentOf(completed, started)} | ${unstarted} |`,
  )
  return [
    '| ended | threads |\n|---|---|',
    ...rows,
    ...(works.length === 0
      ? []
      : [
          '',
          '| work | started | completed | share | without a start |\n|---|---|---|---|---|',
          ...works,
        ]),
  ].join('\n')
}

function negative({ sections }: Report): string {
  return sections.negativeChats
    .map(({ title, threadId, reasons, evidence }) =>
      [
        `- **${escapeText(title ?? 'Untitled')}** \`${code(threadId)}\` — ${reasons.map(escapeText).join('; ')}.`,
        ...evidence.map(quote),
      ].join('\n'),
    )
    .join('\n')
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
