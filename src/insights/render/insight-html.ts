import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { Insight, Report } from '../../domain/report.ts'
import { html } from './escape-html.ts'
import type { Html } from './escape-html.ts'

export interface InsightListOptions {
  /** Numbered, as a ranking. */
  readonly ordered?: boolean
  /** A bar for each figure's share. */
  readonly bars?: boolean
}

/** Insights with their quotes folded below; undefined where there are none. */
export function insightList(
  insights: readonly Insight[],
  { ordered = false, bars = false }: InsightListOptions,
): Html | undefined {
  if (insights.length === 0) return undefined
  const items = insights.map((insight) => item(insight, bars))
  return ordered
    ? html`<ol class="insights ranked">
        ${items}
      </ol>`
    : html`<ul class="insights">
        ${items}
      </ul>`
}

function item({ label, statement, figure, evidence }: Insight, bars: boolean): Html {
  const { n, of, anecdotal } = figure
  const width = of === 0 ? 0 : Math.max(0.5, (n / of) * 100)
  // The bar repeats what the sentence says, so it is not read out.
  const bar = bars
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
export function quotes(evidence: readonly Evidence[]): Html | undefined {
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

export function negativeList(chats: Report['sections']['negativeChats']): Html | undefined {
  if (chats.length === 0) return undefined
  return html`<ul class="insights">
    ${chats.map(
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
