import { analysesOf } from '../analyzed.ts'
import { shareOf } from '../measures.ts'
import { countText, shareText } from '../table.ts'
import type { Table } from '../table.ts'
import { toldIn } from '../told.ts'
import { readTurns } from '../turns.ts'
import type { WrittenTurn } from '../turns.ts'

/** The kinds of findings that a turn of an act bears out, the first of which is asked for. */
const BORNE_OUT: Readonly<Record<string, readonly string[]>> = {
  'same-again': ['asked-again', 'wrong', 'complaint'],
  correction: ['wrong', 'complaint', 'asked-again'],
  complaint: ['complaint', 'wrong', 'asked-again'],
  'does-not-work': ['broke', 'wrong', 'complaint'],
  continue: ['cut-off'],
  refuses: ['refused', 'cannot'],
  cannot: ['cannot', 'cannot-open', 'refused', 'does-not-know'],
  'does-not-know': ['does-not-know', 'cannot'],
  admits: ['wrong'],
  'hands-over': ['handed-over'],
  'cut-off': ['cut-off'],
  'beside-the-point': ['beside-the-point'],
  broke: ['broke'],
  promises: ['not-delivered'],
}

/** Turns written for this project, each at the end of its short thread, through the product: split `test`. */
export async function languages(): Promise<Table[]> {
  const turns = readTurns('test')
  const analyzed = await analysesOf(turns.map(({ thread }) => thread))
  const told = turns.map((turn, i) => {
    const found = analyzed[i]
    return { turn, kinds: found === undefined ? [] : kindsAt(turn, toldIn(found)) }
  })
  const rows = [...Map.groupBy(told, ({ turn }) => turn.language)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([language, some]) => {
      const asked = some.filter(({ turn }) => BORNE_OUT[turn.act] !== undefined)
      const seen = asked.filter(({ turn, kinds }) => kinds.some((kind) => isBorneOut(turn, kind)))
      const all = some.flatMap(({ turn, kinds }) => kinds.map((kind) => isBorneOut(turn, kind)))
      const hits = all.filter(Boolean).length
      return [
        language,
        String(some.length),
        String(asked.length),
        shareText(shareOf(seen.length, asked.length)),
        String(all.length),
        countText(hits),
        shareText(shareOf(hits, all.length)),
      ]
    })
  return [
    {
      title: 'Problems in turns written for this project, by language, split `test`',
      columns: [
        'language',
        'turns',
        'with a problem',
        'seen (recall)',
        'told',
        'true',
        'precision',
      ],
      rows,
      note: 'A turn is seen by any finding that it bears out, shown or maybe. Written by who did not build the analyzer, of the same hands as what it is trained on: how well the words are known, not how well a new product is read.',
    },
  ]
}

/** What is told of the last turn, or by it; thanks and needs are no problems of it. */
function kindsAt(turn: WrittenTurn, told: ReturnType<typeof toldIn>): string[] {
  const last = turn.thread.messages.length - 1
  const kinds = told
    .filter(({ kind, quoted }) => kind !== 'thanks' && kind !== 'need' && quoted.includes(last))
    .map(({ kind }) => kind)
  return [...new Set(kinds)]
}

function isBorneOut({ act }: WrittenTurn, kind: string): boolean {
  return BORNE_OUT[act]?.includes(kind) ?? false
}
