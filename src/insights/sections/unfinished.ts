import type { Insight } from '../../domain/report.ts'
import { percentOf, threadsOf } from '../labels.ts'
import type { OpenSection } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../tally.ts'

/** How many of the threads whose end is known ended badly; undefined where none did. */
export const unfinished: OpenSection<Insight | undefined> = () => {
  const badly = new Tally()
  let known = 0
  return {
    add({ summary, analysis: { outcome, outcomeEvidence } }) {
      if (outcome !== 'unknown') known++
      if (outcome !== 'unresolved' && outcome !== 'abandoned') return
      badly.add(summary, outcomeEvidence)
    },
    result: () => {
      if (badly.n === 0) return undefined
      const counted = badly.figure(known)
      const share = `${badly.n.toLocaleString('en-US')} (${percentOf(badly.n, known)})`
      return {
        id: 'unfinished',
        label: 'How threads end',
        statement: `Of ${threadsOf(known)} whose end is known, ${share} ended unresolved or abandoned.`,
        claim: 'Of the threads whose end is known, these ended unresolved or abandoned.',
        figure: counted,
        evidence: badly.evidence.slice(0, MOST_EVIDENCE),
      }
    },
  }
}
