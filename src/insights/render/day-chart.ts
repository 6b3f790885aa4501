import type { Report } from '../report.ts'
import { html } from './escape-html.ts'
import type { Html } from './escape-html.ts'

const DAY = 86_400_000
/** Bars at the most; more days are put together. */
const MOST_BARS = 120
const HEIGHT = 40

/** Threads a day as small bars, days without threads included; undefined for a single day. */
export function dayChart(perDay: Report['usage']['perDay']): Html | undefined {
  const first = perDay[0]
  const last = perDay.at(-1)
  if (first === undefined || last === undefined || first === last) return undefined
  const begin = Date.parse(first.day)
  const days = (Date.parse(last.day) - begin) / DAY + 1
  const perBar = Math.ceil(days / MOST_BARS)
  const bars = Array.from({ length: Math.ceil(days / perBar) }, () => 0)
  for (const { day, threads } of perDay) {
    const index = Math.floor((Date.parse(day) - begin) / DAY / perBar)
    bars[index] = (bars[index] ?? 0) + threads
  }
  const most = Math.max(...bars)
  const total = perDay.reduce((sum, { threads }) => sum + threads, 0)
  const unit = perBar === 1 ? 'day' : `${perBar} days`
  return html`<figure class="days">
    <svg
      viewBox="0 0 ${bars.length * 4} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${total} threads from ${first.day} to ${last.day}, at most ${most} in ${unit}"
    >
      ${bars.map((threads, i) => {
        const height = threads === 0 ? 0 : Math.max(1, (threads / most) * HEIGHT)
        return html`<rect
          x="${i * 4}"
          y="${(HEIGHT - height).toFixed(1)}"
          width="3"
          height="${height.toFixed(1)}"
        />`
      })}
    </svg>
    <figcaption>
      <span>${first.day}</span><span>threads a ${unit}, at most ${most}</span
      ><span>${last.day}</span>
    </figcaption>
  </figure>`
}
