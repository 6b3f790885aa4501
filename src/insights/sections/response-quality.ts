import type { FailureKind } from '../../domain/analysis/analysis.ts'
import type { Report } from '../../domain/report.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import { rounded, shareOf } from '../labels.ts'
import type { OpenSection } from '../section.ts'
import { MOST_EVIDENCE, Tally } from '../tally.ts'

type ResponseQuality = Report['sections']['responseQuality']

/** How good the answers were, and how they failed: seen by users, or by nobody. */
export const responseQuality: OpenSection<ResponseQuality> = () => {
  const kinds = new Map<FailureKind, { tally: Tally; noticed: number }>()
  let sum = 0
  let scored = 0
  return {
    add({ summary, analysis }) {
      if (analysis.quality !== undefined) {
        sum += analysis.quality.score
        scored++
      }
      const here = new Map<FailureKind, boolean>()
      for (const { kind, noticedBy, evidence } of analysis.failures) {
        const known = kinds.get(kind) ?? { tally: new Tally(), noticed: 0 }
        known.tally.add(summary, evidence)
        kinds.set(kind, known)
        here.set(kind, here.get(kind) === true || noticedBy === 'user')
      }
      for (const [kind, noticed] of here) {
        const known = kinds.get(kind)
        if (known !== undefined && noticed) known.noticed++
      }
    },
    result: (analyzed) => ({
      score: { ...(scored === 0 ? {} : { mean: rounded(sum / scored) }), n: scored, of: analyzed },
      failures: [...kinds]
        .toSorted(([a, x], [b, y]) => y.tally.n - x.tally.n || (a < b ? -1 : 1))
        .map(([kind, { tally, noticed }]) => {
          const counted = tally.figure(analyzed)
          const { label, sentence } = FAILURE_TEXTS[kind]
          const unnoticed = counted.n - noticed
          const silent = silence(unnoticed, counted.n)
          return {
            id: `failure:${kind}`,
            label,
            statement: `${sentence} in ${shareOf(counted)}${silent === '' ? '' : `; ${silent}`}.`,
            claim: `${sentence}${silent === '' ? '' : `; ${silent}`}.`,
            figure: counted,
            evidence: tally.evidence.slice(0, MOST_EVIDENCE),
            kind,
            noticed,
            unnoticed,
          }
        }),
    }),
  }
}

/** In how many of the threads nobody complained, as the end of a sentence; nothing where all did. */
function silence(unnoticed: number, n: number): string {
  if (unnoticed === 0) return ''
  if (unnoticed === n) return n === 1 ? 'nobody complained' : 'nobody ever complained'
  return `nobody complained in ${unnoticed.toLocaleString('en-US')} of them`
}
