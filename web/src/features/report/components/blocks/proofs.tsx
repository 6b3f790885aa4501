import type { ApiEvidence, ApiProof } from '../../../../../../src/http/schemas/report.ts'
import { Link } from '../../../../app/router.tsx'
import { count, plainWords } from '../../../../components/format.ts'
import { ROLES } from '../../../../components/words.ts'
import { evidencePath } from './evidence-path.ts'

/** What proves a claim: the words of one thread at once, those of others folded. Each opens its thread there. */
export function Proofs({ proofs, about }: { proofs: readonly ApiProof[]; about: string }) {
  const [first, ...others] = proofs
  if (first === undefined) return undefined
  return (
    <div className="evidence">
      <ProofCard proof={first} />
      {others.length > 0 ? (
        <details>
          <summary>
            {count(others.length, 'more thread')}
            <span className="visually-hidden"> about {about}</span>
          </summary>
          {others.map((proof) => (
            <ProofCard key={proof.threadId} proof={proof} />
          ))}
        </details>
      ) : undefined}
    </div>
  )
}

function ProofCard({ proof: { quotes, items } }: { proof: ApiProof }) {
  return (
    <div className="proof">
      {quotes.map((evidence) => (
        <Quote key={keyOf(evidence)} evidence={evidence} />
      ))}
      {items.map(({ messageId, part, type, text }) => (
        <p key={`${messageId} ${part}`} className="proof-line">
          <span className="role">{ROLES.item}</span>
          <span>
            <span className="item-chip">{plainWords(type)}</span>
            {text === undefined ? '' : ` ${text}`}
          </span>
        </p>
      ))}
    </div>
  )
}

function Quote({ evidence }: { evidence: ApiEvidence }) {
  const { role, language, quote } = evidence
  return (
    <div className="proof-line">
      {role === undefined ? undefined : <span className="role">{ROLES[role]}</span>}
      <blockquote dir="auto" lang={language}>
        <Link href={evidencePath(evidence)} title="Open the thread at these words">
          {quote}
        </Link>
      </blockquote>
    </div>
  )
}

function keyOf({ threadId, messageId, part, start }: ApiEvidence): string {
  return JSON.stringify([threadId, messageId, part, start])
}
