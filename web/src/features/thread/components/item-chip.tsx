import { plainWords } from '../../../components/format.ts'
import type { ThreadFinding } from '../api/findings.ts'

interface ItemChipProps {
  type: string
  raw: unknown
  findings: readonly ThreadFinding[]
}

/** Something in a message that is not words; what the source said of it unfolds. */
export function ItemChip({ type, raw, findings }: ItemChipProps) {
  const isError = /error|fail/i.test(type)
  const chip = (
    <span className={isError ? 'item-chip item-chip-bad' : 'item-chip'}>{plainWords(type)}</span>
  )
  return (
    <div className="item" id={findings[0] === undefined ? undefined : `${findings[0].key}-item`}>
      {raw === undefined ? (
        chip
      ) : (
        <details>
          <summary>{chip}</summary>
          <pre>{JSON.stringify(raw, undefined, 2)}</pre>
        </details>
      )}
      {findings.map(({ key, tag, tone }) => (
        <span key={key} className={`tag tag-${tone}`}>
          {tag}
        </span>
      ))}
    </div>
  )
}
