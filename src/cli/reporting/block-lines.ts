import type {
  Block,
  FiguresBlock,
  InsightItem,
  InsightsBlock,
  MaybesBlock,
  Proof,
  ThreadsBlock,
} from '../../insights/content.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import { heldText } from '../../domain/written/held.ts'
import { sentenceCase, shareOf, threadsOf } from '../../insights/counting/labels.ts'
import { ROLE_TEXTS } from '../../insights/render/proof-html.ts'
import type { Drawing } from './drawing.ts'
import { LONG_ID, oneLine } from '../output/format.ts'
import { figureRows, tableRows } from './rows.ts'
import { hung, wrap } from './wrap.ts'

const MOST_THREADS = 3

/** A block in lines. @param isWhole whether a ranked list is told with its words, or in a sentence each */
export function blockLines(block: Block, drawing: Drawing, isWhole: boolean): string[] {
  switch (block.kind) {
    case 'text':
      return wrap(block.text, drawing.width)
    case 'insights':
      return insights(block, drawing, isWhole)
    case 'figures':
      return figures(block, drawing)
    case 'table':
      return tableRows(block, drawing)
    case 'threads':
      return threads(block, drawing)
    case 'maybes':
      return maybes(block, drawing)
  }
}

function insights({ items, look }: InsightsBlock, drawing: Drawing, isWhole: boolean): string[] {
  if (look === 'ranked') {
    const told = isWhole ? whole : sentence
    const gap = isWhole ? [''] : []
    return items.flatMap((item, at) => [
      ...(at === 0 ? [] : gap),
      ...told(item, `${at + 1}. `, drawing),
    ])
  }
  return figureRows(items, drawing)
}

/** Label, claim, figure, the words of one thread, and how its threads are listed. */
function whole(item: InsightItem, mark: string, { width, flags }: Drawing): string[] {
  const { label, claim, figure, proofs, held } = item
  const [proof] = proofs
  const space = ' '.repeat(mark.length)
  const told = [shareOf(figure), ...beside(item)].join(' · ')
  return [
    ...hung(mark, label, width),
    ...(claim === undefined ? [] : hung(space, claim, width)),
    ...hung(space, told, width),
    ...(held === undefined ? [] : hung(space, sentenceCase(heldText(held)), width)),
    ...(proof === undefined ? [] : proofLines(proof, space, width)),
    `${space}→ ${flags(figure.threads)}`,
  ]
}

function beside({ figure, also = [] }: InsightItem): string[] {
  return [
    ...(figure.anecdotal ? ['few cases'] : []),
    ...also.map(({ text, n }) => `${text} ${n.toLocaleString('en-US')}`),
  ]
}

function proofLines({ quotes, items, threadId }: Proof, space: string, width: number): string[] {
  const words = quotes.flatMap(({ quote, role }) => {
    const name = role === undefined ? '' : `${ROLE_TEXTS[role]}: `
    return hung(`${space}${name}`, `“${quote}”`, width)
  })
  const said = items.flatMap(({ type, text = '' }) =>
    hung(`${space}${ROLE_TEXTS.item}: `, `${type} ${text}`, width),
  )
  return [...words, ...said, ...hung(`${space}Thread: `, threadId, width)]
}

function sentence({ statement, figure }: InsightItem, mark: string, drawing: Drawing): string[] {
  const space = ' '.repeat(mark.length)
  const lines = hung(mark, statement, drawing.width)
  return [...lines, `${space}→ ${drawing.flags(figure.threads)}`]
}

function figures({ title, rows: all }: FiguresBlock, drawing: Drawing): string[] {
  const shown = all.filter(({ figure }) => figure.n > 0)
  return [title, ...figureRows(shown, drawing).map(indented)]
}

function threads({ items, all }: ThreadsBlock, { width, flags }: Drawing): string[] {
  const shown = items.slice(0, MOST_THREADS)
  return [
    ...shown.flatMap(({ title, threadId, reasons }) => {
      const why = sentenceCase(reasons.join(', ').toLowerCase())
      const id = visibleLine(threadId)
      const told = id.length > LONG_ID ? [id, why] : [`${id}  ${why}`]
      return [oneLine(title ?? 'Untitled', width), ...told.map(indented)]
    }),
    `The first ${shown.length} of ${threadsOf(all.n)}: ${flags(all.threads)}`,
  ]
}

function maybes({ items }: MaybesBlock, { width }: Drawing): string[] {
  const names = items.map(({ label }) => label.toLowerCase())
  return wrap(`Seen, and not sure enough to be counted: ${names.join(', ')}.`, width)
}

function indented(line: string): string {
  return `  ${line}`
}
