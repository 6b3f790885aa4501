import type { ApiAnalysis } from '../../../../../src/http/schemas/threads.ts'
import { navigate } from '../../../app/router.tsx'
import { analyzerTitle, isLocal } from '../../../components/words.ts'
import { evidencePath } from '../../report/components/blocks/evidence-path.ts'
import type { ThreadFinding } from '../api/findings.ts'
import { showFocus } from './focused-span.ts'

interface FindingsListProps {
  analysis: ApiAnalysis | undefined
  current: boolean
  findings: readonly ThreadFinding[]
}

/** What was found, each with the way to its words. */
export function FindingsList({ analysis, current, findings }: FindingsListProps) {
  if (analysis === undefined) return <p className="quiet">Not analyzed yet.</p>
  if (!current) {
    return (
      <p className="quiet">The thread has grown since it was analyzed; it is read again soon.</p>
    )
  }
  return (
    <>
      {/* That of the local analyzer says in codes what the list says in words. */}
      {isLocal(analysis.analyzerKey) ? undefined : <p dir="auto">{analysis.summary}</p>}
      <p className="quiet" title={analysis.analyzerKey}>
        Found by: {analyzerTitle(analysis.analyzerKey)}
      </p>
      {findings.length === 0 ? <p className="quiet">Nothing out of the ordinary.</p> : undefined}
      <ul>
        {findings.map((finding) => (
          <li key={finding.key} className={`finding finding-${finding.tone}`}>
            <Title finding={finding} />
            {finding.detail === undefined ? undefined : <p className="quiet">{finding.detail}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}

function Title({ finding: { label, evidence } }: { finding: ThreadFinding }) {
  const [first] = evidence
  if (first === undefined) return <strong dir="auto">{label}</strong>
  return (
    <button
      type="button"
      className="link-button"
      dir="auto"
      onClick={() => {
        navigate(evidencePath(first), { replace: true })
        showFocus()
      }}
    >
      {label}
      <span className="visually-hidden"> – go to the words</span>
    </button>
  )
}
