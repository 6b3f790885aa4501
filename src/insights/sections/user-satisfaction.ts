import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import { isMany } from '../counting/case-texts.ts'
import type { Reading } from '../counting/reading.ts'
import { shareOf, threadsOf } from '../counting/labels.ts'
import { Tally } from '../counting/tally.ts'
import { doorTo } from '../door.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SignalKind } from '../../domain/analysis/analysis.ts'
import type { SectionDefinition } from '../section.ts'

const schema = z.strictObject({ thanks: insightSchema, complaints: insightSchema })

/** What each is called and said in a sentence that goes on with `in 12 of 90 threads`. */
const TEXTS = {
  thanks: { label: 'Thanks', sentence: 'Users said thanks', none: 'Nobody said thanks.' },
  complaint: {
    label: 'Complaints',
    sentence: 'Users complained of the assistant',
    none: 'Nobody complained.',
  },
} as const satisfies Record<SignalKind, { label: string; sentence: string; none: string }>

/** What users said outright. How content they seem is a rank, and orders the threads that went badly. */
export const userSatisfaction: SectionDefinition<z.infer<typeof schema>> = {
  title: 'User satisfaction',
  about: 'What users said outright of the assistant; most say nothing either way.',
  empty: 'Nobody said thanks or complained in this range.',
  schema,
  count() {
    const said = { thanks: new Tally(), complaint: new Tally() }
    return {
      add(item) {
        for (const { kind, evidence } of item.analysis.signals) said[kind].add(item, { evidence })
      },
      result: (reading) => ({
        thanks: insightOf('thanks', said.thanks, reading),
        complaints: insightOf('complaint', said.complaint, reading),
      }),
    }
  },
  content: ({ thanks, complaints }) =>
    insightsBlock(
      [complaints, thanks].filter(({ figure }) => figure.n > 0),
      'bars',
    ),
  leads({ complaints }) {
    if (!isMany(complaints)) return []
    const { n, of } = complaints.figure
    const statement = `A complaint stands in ${n.toLocaleString('en-US')} of ${threadsOf(of)}.`
    return [{ insight: { ...complaints, statement } }]
  },
}

function insightOf(kind: SignalKind, tally: Tally, { analyzed, heldOf }: Reading): Insight {
  const counted = tally.figure(analyzed, doorTo({ signal: kind }))
  const { label, sentence, none } = TEXTS[kind]
  const held = heldOf(kind)
  return {
    id: `said:${kind}`,
    label,
    statement: counted.n === 0 ? none : `${sentence} in ${shareOf(counted)}.`,
    figure: counted,
    ...(held === undefined ? {} : { held }),
    ...tally.proof,
  }
}
