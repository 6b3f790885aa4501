import { describeReport } from '../describe-report.ts'
import type { SectionContent } from '../describe-report.ts'
import { percentOf } from '../../domain/values/percent.ts'
import { languageName } from '../counting/labels.ts'
import type { Door } from '../door.ts'
import type { Report } from '../report.ts'
import { blockHtml } from './block-html.ts'
import { dayChart } from './day-chart.ts'
import { html, Html } from './escape-html.ts'
import { doorCommand } from './door-command.ts'
import { filterText } from './filter-text.ts'
import { reportMark } from './report-mark.ts'
import { checkedText } from '../../domain/written/checked.ts'
import { STYLE } from './style.ts'

/**
 * The report as one file that needs nothing else: no script, no font, no picture from elsewhere. Light
 * and dark, left to right and right to left, on screen and on paper; quotes fold open.
 */
export function renderHtml(report: Report): string {
  const { sections, usage, filter, chosen } = describeReport(report)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="color-scheme" content="light dark" />
        <title>Chat report</title>
        ${STYLE}
      </head>
      <body>
        <header>
          <h1>What users come for, and where the assistant fails them</h1>
          <p class="lead" dir="auto">${filterText(report)}</p>
          ${chosen === undefined ? undefined : html`<p class="lead" dir="auto">${chosen.statement}</p>`}
          ${figures(report)} ${dayChart(usage.perDay)}
        </header>
        <nav aria-label="Sections">
          <ul>
            ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>${sections.map((one) => section(one, (door) => doorCommand(report, door)))}</main>
        <footer>
          <p>${checkedText(report.evidence)}</p>
          <p>
            Every figure is counted by code over the analyses of <code>${filter.analyzerKey}</code>.
            “Few cases” marks fewer than five.
          </p>
        </footer>
        ${new Html(reportMark(report))}
      </body>
    </html> `.text
}

function section(
  { id, title, about, blocks }: SectionContent,
  commandOf: (door: Door) => string,
): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p class="about">${about}</p>
    ${blocks.map((block) => blockHtml(block, commandOf))}
  </section>`
}

function figures({ usage }: Report): Html {
  const cells: readonly (readonly [string, string])[] = [
    [usage.analyzed.toLocaleString('en-US'), 'threads analyzed'],
    [usage.messages.toLocaleString('en-US'), 'messages'],
    // A log without user ids has no users to count.
    ...(usage.users > 0 ? ([[usage.users.toLocaleString('en-US'), 'users']] as const) : []),
    ...(usage.pending > 0
      ? ([[usage.pending.toLocaleString('en-US'), 'threads not analyzed yet']] as const)
      : []),
  ]
  const languages = usage.languages
    .slice(0, 6)
    .map(({ language, figure }) => `${languageName(language)} ${percentOf(figure.n, figure.of)}`)
  return html`<dl class="figures">
      ${cells.map(
        ([value, name]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <p class="languages">${languages.join(' · ')}</p>`
}
