import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import type { ThreadCondition } from '../content.ts'
import { insightSchema } from '../figures.ts'
import type { Figure, Insight } from '../figures.ts'
import { shareOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../counting/tally.ts'

/** The insight that says both in one; its figure is that of the complaints. */
const OUTRIGHT = 'contentment'

const schema = z.strictObject({
  thanks: insightSchema,
  complaints: insightSchema,
})
type Satisfaction = z.infer<typeof schema>

/** What users said outright. */
export const userSatisfaction: SectionDefinition<Satisfaction> = {
  title: 'User satisfaction',
  about: 'What users said outright of the assistant.',
  empty: 'Nobody said thanks or complained in this range.',
  schema,
  count() {
    const said = { thanks: new Tally(), complaint: new Tally() }
    return {
      add({ summary, analysis }) {
        for (const { kind, evidence } of analysis.signals) said[kind].add(summary, evidence)
      },
      result: (analyzed) => ({
        thanks: insightOf('thanks', 'Thanks', said.thanks, analyzed, (counted) =>
          counted.n === 0 ? 'Nobody said thanks.' : `Users said thanks in ${shareOf(counted)}.`,
        ),
        complaints: insightOf('complaints', 'Complaints', said.complaint, analyzed, (counted) =>
          counted.n === 0 ? 'Nobody complained.' : `Users complained in ${shareOf(counted)}.`,
        ),
      }),
    }
  },
  content: ({ thanks, complaints }) =>
    thanks.figure.n + complaints.figure.n === 0 ? [] : insightsBlock([thanks, complaints], 'plain'),
  doors: () =>
    new Map<string, ThreadCondition>([
      ['said:thanks', { signal: 'thanks' }],
      ['said:complaints', { signal: 'complaint' }],
      [OUTRIGHT, { signal: 'complaint' }],
    ]),
  leads(satisfaction) {
    const insight = outright(satisfaction)
    return insight === undefined ? [] : [{ insight }]
  },
}

function insightOf(
  id: string,
  label: string,
  tally: Tally,
  analyzed: number,
  statement: (counted: Figure) => string,
): Insight {
  const counted = tally.figure(analyzed)
  const evidence = tally.evidence.slice(0, MOST_EVIDENCE)
  return { id: `said:${id}`, label, statement: statement(counted), figure: counted, evidence }
}

/** Both in one; undefined where nobody said what they thought. */
function outright({ thanks, complaints }: Satisfaction): Insight | undefined {
  if (thanks.figure.n + complaints.figure.n === 0) return undefined
  return {
    id: OUTRIGHT,
    label: 'What users say outright',
    statement: `${complaints.statement} ${thanks.statement}`,
    claim: `${complaints.figure.n === 0 ? complaints.statement : 'Users complained.'} ${thanks.statement}`,
    figure: complaints.figure,
    evidence: complaints.evidence.slice(0, 2),
  }
}
