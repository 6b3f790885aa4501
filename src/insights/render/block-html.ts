import type { Evidence } from '../../domain/analysis/evidence.ts'
import type {
  Block,
  FiguresBlock,
  InsightItem,
  InsightsBlock,
  MeanBlock,
  TableBlock,
  ThreadsBlock,
} from '../content.ts'
import { percentOf, threadsOf, usersOf } from '../counting/labels.ts'
import { html } from './escape-html.ts'
import type { Html } from './escape-html.ts'

/** A block of any section. */
export function blockHtml(block: Block): Html {
  switch (block.kind) {
    case 'text':
      return html`<p class="empty">${block.text}</p>`
    case 'mean':
      return mean(block)
    case 'insights':
      return insights(block)
    case 'figures':
      return figures(block)
    case 'table':
      return table(block)
    case 'threads':
      return threads(block)
  }
}

function mean({ name, mean: value, most, n, of }: MeanBlock): Html {
  return html`<p class="score">
    <strong>${value}</strong> of ${most} · ${name}, on average, told by ${n.toLocaleString('en-US')}
    of ${threadsOf(of)}.
  </p>`
}

/** Insights with their quotes folded below. */
function insights({ look, items }: InsightsBlock): Html {
  const rows = items.map((item) => insight(item, look === 'bars'))
  return look === 'ranked'
    ? html`<ol class="insights ranked">
        ${rows}
      </ol>`
    : html`<ul class="insights">
        ${rows}
      </ul>`
}

function insight({ label, statement, figure, evidence }: InsightItem, hasBar: boolean): Html {
  const { n, of, anecdotal } = figure
  const width = of === 0 ? 0 : Math.max(0.5, (n / of) * 100)
  // The bar repeats what the sentence says, so it is not read out.
  const bar = hasBar
    ? html`<svg class="bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="2" class="track" />
        <rect width="${width.toFixed(1)}" height="2" />
      </svg>`
    : undefined
  const few = anecdotal ? html` <span class="tag">anecdotal</span>` : undefined
  return html`<li>
    <h3 dir="auto">${label}${few}</h3>
    ${bar}
    <p dir="auto">${statement}</p>
    ${quotes(evidence)}
  </li>`
}

/** Quotes, each with the ids under which it can be looked up. */
function quotes(evidence: readonly Evidence[]): Html | undefined {
  if (evidence.length === 0) return undefined
  const label =
    evidence.length === 1 ? 'In their words' : `In their words: ${evidence.length} quotes`
  return html`<details>
    <summary>${label}</summary>
    ${evidence.map(
      ({ quote, threadId, messageId }) =>
        html`<figure>
          <blockquote dir="auto">${quote}</blockquote>
          <figcaption>
            thread <code>${threadId}</code>, message <code>${messageId}</code>
          </figcaption>
        </figure>`,
    )}
  </details>`
}

function figures({ title, by, rows }: FiguresBlock): Html {
  return table({
    kind: 'table',
    title,
    columns: [by, 'Threads', 'Share', 'Users'],
    rows: rows.map(({ label, figure: { n, of, users } }) => [
      label,
      n.toLocaleString('en-US'),
      of === 0 ? '–' : percentOf(n, of),
      usersOf(users),
    ]),
  })
}

function table({ title, columns, rows }: TableBlock): Html {
  return html`<table>
    <caption>
      ${title}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function threads({ items }: ThreadsBlock): Html {
  return html`<ul class="insights">
    ${items.map(
      ({ threadId, title, lastMessageAt, reasons, evidence }) =>
        html`<li>
          <h3 dir="auto">${title ?? 'Untitled'}</h3>
          <p class="meta">${lastMessageAt?.slice(0, 10) ?? 'no time'} · <code>${threadId}</code></p>
          <p>${reasons.join(' · ')}</p>
          ${quotes(evidence)}
        </li>`,
    )}
  </ul>`
}
