import type { Report } from '../../domain/report.ts'
import { percentOf, threadsOf, usersOf } from '../labels.ts'
import { dayChart } from './day-chart.ts'
import { html, Html } from './escape-html.ts'
import { filterText, languageName } from './filter-text.ts'
import { insightList, negativeList } from './insight-html.ts'
import { reportMark } from './report-mark.ts'
import { SECTION_TEXTS } from './section-texts.ts'
import { STYLE } from './style.ts'

type SectionName = keyof typeof SECTION_TEXTS

/**
 * The report as one file that needs nothing else: no script, no font, no picture from elsewhere. Light
 * and dark, left to right and right to left, on screen and on paper; quotes fold open.
 */
export function renderHtml(report: Report): string {
  const { sections, usage, evidence, filter } = report
  const bodies: Record<SectionName, Html | undefined> = {
    keyInsights: insightList(sections.keyInsights, { ordered: true }),
    categories: insightList(sections.categories, { bars: true }),
    topDiscussions: insightList(sections.topDiscussions, { bars: true }),
    responseQuality: failures(report),
    improvementAreas: insightList(sections.improvementAreas, {}),
    userSatisfaction: satisfaction(report),
    unmetNeeds: insightList(sections.unmetNeeds, { bars: true }),
    productEffectiveness: usage.analyzed === 0 ? undefined : effectiveness(report),
    negativeChats: negativeList(sections.negativeChats),
  }
  const names = Object.keys(bodies) as SectionName[]
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
          ${figures(report)} ${dayChart(usage.perDay)}
        </header>
        <nav aria-label="Sections">
          <ul>
            ${names.map((name) => html`<li><a href="#${name}">${SECTION_TEXTS[name].title}</a></li>`)}
          </ul>
        </nav>
        <main>${names.map((name) => section(name, bodies[name]))}</main>
        <footer>
          <p>
            ${evidence.quotes.toLocaleString('en-US')} quotes were checked against the stored
            messages: ${evidence.verified.toLocaleString('en-US')} hold word for word,
            ${evidence.dropped.toLocaleString('en-US')} were dropped.
          </p>
          <p>
            Every figure is counted by code over the analyses of <code>${filter.analyzerKey}</code>.
            “Anecdotal” marks fewer than five cases.
          </p>
        </footer>
        ${new Html(reportMark(report))}
      </body>
    </html> `.text
}

function section(name: SectionName, body: Html | undefined): Html {
  const { title, about, empty } = SECTION_TEXTS[name]
  return html`<section id="${name}" aria-labelledby="${name}-title">
    <h2 id="${name}-title">${title}</h2>
    <p class="about">${about}</p>
    ${body ?? html`<p class="empty">${empty}</p>`}
  </section>`
}

function figures({ usage }: Report): Html {
  const cells: readonly (readonly [string, string])[] = [
    [usage.analyzed.toLocaleString('en-US'), 'threads analyzed'],
    [usage.messages.toLocaleString('en-US'), 'messages'],
    [usage.users.toLocaleString('en-US'), 'users'],
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

function failures({ sections }: Report): Html | undefined {
  const { score, failures: items } = sections.responseQuality
  if (items.length === 0) return undefined
  const mean =
    score.mean === undefined
      ? undefined
      : html`<p class="score">
          <strong>${score.mean}</strong> of 10 on average, where the answers tell (${score.n} of
          ${threadsOf(score.of)}).
        </p>`
  return html`${mean}${insightList(items, { bars: true })}`
}

function satisfaction({ sections }: Report): Html | undefined {
  const { score, thanks, complaints } = sections.userSatisfaction
  if (score.n + thanks.figure.n + complaints.figure.n === 0) return undefined
  const mean =
    score.mean === undefined
      ? undefined
      : html`<p class="score">
          <strong>${score.mean}</strong> of 5 on average, where it shows (${score.n} of
          ${threadsOf(score.of)}).
        </p>`
  return html`${mean}${insightList([thanks, complaints], {})}`
}

function effectiveness({ sections }: Report): Html {
  const { outcomes, features } = sections.productEffectiveness
  const works =
    features.length === 0
      ? undefined
      : html`<table>
          <caption>
            Work that was begun
          </caption>
          <thead>
            <tr>
              <th scope="col">Work</th>
              <th scope="col">Started</th>
              <th scope="col">Completed</th>
              <th scope="col">Share</th>
              <th scope="col">Without a start</th>
            </tr>
          </thead>
          <tbody>
            ${features.map(
              ({ feature, started, completed, unstarted }) =>
                html`<tr>
                  <th scope="row">${feature.replaceAll('_', ' ')}</th>
                  <td>${started}</td>
                  <td>${completed}</td>
                  <td>${started === 0 ? '–' : percentOf(completed, started)}</td>
                  <td>${unstarted}</td>
                </tr>`,
            )}
          </tbody>
        </table>`
  return html`<table>
      <caption>
        How threads ended
      </caption>
      <thead>
        <tr>
          <th scope="col">Outcome</th>
          <th scope="col">Threads</th>
          <th scope="col">Share</th>
          <th scope="col">Users</th>
        </tr>
      </thead>
      <tbody>
        ${outcomes.map(
          ({ outcome, figure }) =>
            html`<tr>
              <th scope="row">${outcome}</th>
              <td>${figure.n}</td>
              <td>${figure.of === 0 ? '–' : percentOf(figure.n, figure.of)}</td>
              <td>${usersOf(figure.users)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${works}`
}
