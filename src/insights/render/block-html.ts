import type {
  Block,
  Cell,
  CountCell,
  FiguresBlock,
  InsightItem,
  InsightsBlock,
  MaybesBlock,
  TableBlock,
  ThreadsBlock,
} from '../content.ts'
import { heldText } from '../../domain/written/held.ts'
import { barOf, percentOf } from '../../domain/values/percent.ts'
import { intervalText, shareOf, usersOf } from '../counting/labels.ts'
import type { Door } from '../door.ts'
import { html } from './escape-html.ts'
import type { Html } from './escape-html.ts'
import { proofsHtml } from './proof-html.ts'

/** Items of a list, and rows of a table, that stand unfolded. */
const UNFOLDED = 12

/** How a list of threads is asked for: a command. */
export type CommandOf = (door: Door) => string

/** A block of any section. */
export function blockHtml(block: Block, commandOf: CommandOf): Html {
  switch (block.kind) {
    case 'text':
      return html`<p class="empty">${block.text}</p>`
    case 'insights':
      return insights(block, commandOf)
    case 'figures':
      return figures(block, commandOf)
    case 'table':
      return table(block, commandOf)
    case 'threads':
      return threads(block, commandOf)
    case 'maybes':
      return maybes(block)
  }
}

/** Insights with their proof folded below. */
function insights({ look, items }: InsightsBlock, commandOf: CommandOf): Html {
  const rows = items.map((item) => insight(item, look === 'bars', commandOf))
  if (look === 'ranked') {
    return html`<ol class="insights ranked">
      ${rows}
    </ol>`
  }
  return folded(
    rows,
    (shown) =>
      html`<ul class="insights">
        ${shown}
      </ul>`,
  )
}

/** @param hasBar whether the share is drawn, too, on a bar that is the whole */
function insight(item: InsightItem, hasBar: boolean, commandOf: CommandOf): Html {
  const { label, claim, figure, also = [], held, proofs, parts = [] } = item
  // The bar repeats what the sentence says, so it is not read out.
  const bar = hasBar
    ? html`<svg class="bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="2" class="track" />
        <rect width="${barOf(figure.n, figure.of).toFixed(1)}" height="2" />
      </svg>`
    : undefined
  const few = figure.anecdotal ? html` <span class="tag">few cases</span>` : undefined
  const told = [
    shareOf(figure),
    ...also.map(({ text, n }) => `${text} ${n.toLocaleString('en-US')}`),
    ...(held === undefined ? [] : [heldText(held)]),
  ]
  return html`<li>
    <h3><bdi>${label}</bdi>${few}</h3>
    ${bar}
    <p class="meta">${told.join(' · ')}</p>
    ${claim === undefined ? undefined : html`<p>${claim}</p>`}
    <details>
      <summary>${proofs.length === 0 ? 'Its threads' : 'In their words'}</summary>
      ${proofsHtml(proofs)}
      <p class="meta">All of them: <code>${commandOf(figure.threads)}</code></p>
    </details>
    ${parts.length === 0 ? undefined : within(parts, hasBar, commandOf)}
  </li>`
}

function within(parts: readonly InsightItem[], hasBar: boolean, commandOf: CommandOf): Html {
  return html`<details class="parts">
    <summary>${parts.length.toLocaleString('en-US')} within</summary>
    <ul class="insights">
      ${parts.map((part) => insight(part, hasBar, commandOf))}
    </ul>
  </details>`
}

/** The first of a long list; the rest unfolds. */
function folded(rows: readonly Html[], wrap: (rows: readonly Html[]) => Html): Html {
  const rest = rows.slice(UNFOLDED)
  if (rest.length === 0) return wrap(rows)
  return html`${wrap(rows.slice(0, UNFOLDED))}
    <details class="rest">
      <summary>${rest.length.toLocaleString('en-US')} more</summary>
      ${wrap(rest)}
    </details>`
}

function figures({ title, by, rows }: FiguresBlock, commandOf: CommandOf): Html {
  return table(
    {
      kind: 'table',
      title,
      columns: [by, 'Threads', 'Share', 'Users'],
      rows: rows.map(({ label, figure: { n, of, users, interval, threads: door } }) => [
        label,
        { n, threads: door },
        of === 0
          ? '–'
          : [percentOf(n, of), ...(interval === undefined ? [] : [intervalText(interval)])].join(
              '; ',
            ),
        usersOf(users),
      ]),
    },
    commandOf,
  )
}

function table({ title, columns, rows }: TableBlock, commandOf: CommandOf): Html {
  const lines = rows.map(
    ([name = '', ...cells]) =>
      html`<tr>
        <th scope="row">${cell(name)}</th>
        ${cells.map((one) => tableCell(one, commandOf))}
      </tr>`,
  )
  return folded(
    lines,
    (shown) =>
      html`<div class="table-box">
        <table>
          <caption>
            ${title}
          </caption>
          <thead>
            <tr>
              ${columns.map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown}
          </tbody>
        </table>
      </div>`,
  )
}

function tableCell(one: Cell, commandOf: CommandOf): Html {
  if (typeof one !== 'object') return html`<td>${cell(one)}</td>`
  return html`<td class="${heatOf(one)}" title="${commandOf(one.threads)}">${cell(one)}</td>`
}

function cell(one: Cell): string {
  if (typeof one !== 'object') return typeof one === 'number' ? one.toLocaleString('en-US') : one
  const of = one.of === undefined ? '' : ` of ${one.of.toLocaleString('en-US')}`
  return one.n.toLocaleString('en-US') + of
}

/** How much of what could be there is, as the ground of a cell. */
function heatOf({ n, heat }: CountCell): string {
  if (n === 0) return 'none'
  if (heat === undefined) return 'plain'
  if (heat >= 0.4) return 'heat-3'
  return heat >= 0.15 ? 'heat-2' : 'heat-1'
}

function threads({ items, all }: ThreadsBlock, commandOf: CommandOf): Html {
  const rows = items.map(
    ({ threadId, title, lastMessageAt, reasons, proofs }) =>
      html`<li>
        <h3><bdi>${title ?? 'Untitled'}</bdi></h3>
        <p class="meta">
          ${lastMessageAt?.slice(0, 10) ?? 'no time'} · ${reasons.join(' · ')} ·
          <code>${threadId}</code>
        </p>
        <details>
          <summary>In their words</summary>
          ${proofsHtml(proofs)}
        </details>
      </li>`,
  )
  return html`${folded(
      rows,
      (shown) =>
        html`<ul class="insights">
          ${shown}
        </ul>`,
    )}
    <p class="meta">
      ${items.length.toLocaleString('en-US')} of ${all.n.toLocaleString('en-US')} shown. All of
      them:
      <code>${commandOf(all.threads)}</code>
    </p>`
}

function maybes({ items }: MaybesBlock): Html {
  return html`<details class="rest">
    <summary>What was seen</summary>
    ${items.map(
      ({ label, why, proofs }) =>
        html`<h3>${label}</h3>
          <p class="meta">${why}</p>
          ${proofsHtml(proofs)}`,
    )}
  </details>`
}
