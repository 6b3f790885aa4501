import { Html } from './escape-html.ts'

/** The style of the report: one accent, the system's own typeface, room to read. */
export const STYLE = new Html(`<style>
:root {
  --ink: #1d1d22; --soft: #5b5b66; --line: #e4e3e8; --paper: #fdfdfc; --tint: #f4f3f0;
  --accent: #0e6b61; --track: #e3ecea; --tag: #8a5a00; --tag-ground: #fdf3dc;
  --heat-1: #fdf6ec; --heat-2: #fae6cd; --heat-3: #f4cfa3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ececf1; --soft: #a5a5b3; --line: #33333c; --paper: #17171b; --tint: #202027;
    --accent: #5cc9b8; --track: #233330; --tag: #f1c66a; --tag-ground: #3a2f16;
    --heat-1: #251f18; --heat-2: #3a2b19; --heat-3: #573c1a;
  }
}
* { box-sizing: border-box }
html { color-scheme: light dark; scroll-behavior: smooth }
body {
  margin: 0 auto; padding: 3rem 1.25rem 5rem; max-width: 46rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans",
  "Noto Sans Hebrew", "Noto Sans CJK SC", sans-serif; text-rendering: optimizeLegibility;
}
h1 { font-size: clamp(1.7rem, 5vw, 2.4rem); line-height: 1.15; letter-spacing: -.02em; margin: 0 0 .6rem; text-wrap: balance }
h2 { font-size: 1.45rem; letter-spacing: -.01em; margin: 0 0 .15rem }
h3 { font-size: 1.06rem; margin: 0; overflow-wrap: anywhere }
p { margin: .3rem 0 }
a { color: var(--accent); text-underline-offset: .2em }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px }
.lead, .about, .meta, .languages, .empty, footer, figcaption { color: var(--soft) }
.insights .meta { font-size: .95rem; font-variant-numeric: tabular-nums }
.about { margin-bottom: 1.2rem }
.empty { font-style: italic }
.figures { display: flex; flex-wrap: wrap; gap: .6rem 2.4rem; margin: 1.8rem 0 .6rem }
.figures div { display: flex; flex-direction: column-reverse }
.figures dt { color: var(--soft); font-size: .9rem }
.figures dd { margin: 0; font-size: 2rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.02em }
.languages { font-size: .9rem }
.days { margin: 1.6rem 0 0 }
.days svg { width: 100%; height: 3.2rem; display: block; fill: var(--accent) }
.days figcaption { display: flex; justify-content: space-between; gap: 1rem; font-size: .8rem; margin-top: .3rem; font-variant-numeric: tabular-nums }
nav { margin: 2.2rem 0 0; border-block: 1px solid var(--line); padding: .7rem 0 }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; font-size: .93rem }
section { margin-top: 3.4rem; scroll-margin-top: 1rem }
.insights { list-style: none; margin: 0; padding: 0 }
.insights > li { padding: .9rem 0; border-top: 1px solid var(--line); break-inside: avoid }
.insights > li:first-child { border-top: 0; padding-top: 0 }
.parts > ul { margin: .8rem 0 .4rem; padding-inline-start: 1.2rem; border-inline-start: 1px solid var(--line) }
.parts h3 { font-weight: 500 }
.ranked { counter-reset: rank }
.ranked > li { counter-increment: rank; display: grid; grid-template-columns: 2.2rem 1fr }
.ranked > li::before { content: counter(rank); color: var(--accent); font-size: 1.45rem; font-weight: 650; line-height: 1.2; grid-row: 1 / span 4 }
.ranked > li > * { grid-column: 2 }
.bar { display: block; width: 100%; height: 6px; margin: .45rem 0 .35rem; border-radius: 3px; fill: var(--accent) }
.bar .track { fill: var(--track) }
.tag { font-size: .72rem; font-weight: 600; color: var(--tag); background: var(--tag-ground); border-radius: 99px; padding: .12rem .55rem; margin-inline-start: .4rem; vertical-align: .1em; white-space: nowrap }
details { margin-top: .35rem }
summary { cursor: pointer; color: var(--accent); font-size: .93rem; width: fit-content }
details figure { margin: .7rem 0; padding: .7rem .95rem; background: var(--tint); border-radius: 8px }
.quote { display: grid; grid-template-columns: 5.2rem 1fr; gap: .1rem .6rem; margin: .2rem 0 }
.quote > :only-child { grid-column: 1 / -1 }
.quote p { margin: 0 }
.role { color: var(--soft); font-size: .82rem; line-height: 1.9 }
blockquote { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
details figcaption { font-size: .78rem; margin-top: .35rem; overflow-wrap: anywhere }
code { font: .92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.6rem; font-variant-numeric: tabular-nums; font-size: .97rem }
caption { text-align: start; font-weight: 600; padding-bottom: .35rem }
th, td { text-align: end; padding: .38rem .3rem; border-bottom: 1px solid var(--line); font-weight: 400 }
th:first-child { text-align: start }
td.none { color: var(--soft); opacity: .55 }
.heat-1 { background: var(--heat-1) }
.heat-2 { background: var(--heat-2) }
.heat-3 { background: var(--heat-3) }
.table-box { overflow-x: auto }
.rest { margin-top: .8rem }
thead th { vertical-align: bottom; color: var(--soft); font-size: .85rem }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .88rem }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto } }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; background: #fff; color: #000 }
  nav { display: none }
  section { margin-top: 1.6rem }
  h2 { break-after: avoid }
  details::details-content { content-visibility: visible; display: block }
  summary { color: inherit; list-style: none }
}
</style>`)
