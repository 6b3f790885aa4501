import type { ApiBlock } from '../../../../../../src/http/schemas/report.ts'
import { heldText } from '../../../../../../src/domain/written/held.ts'
import { number } from '../../../../components/format.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { CountLink } from './count-link.tsx'
import { FigureBar } from './figure-bar.tsx'
import { Proofs } from './proofs.tsx'
import { useFirst } from './use-first.tsx'

type Item = ApiBlock<'insights'>['items'][number]

/** Insights with their figures and their proof; a long list begins with its first few. */
export function Insights({ block, choice }: { block: ApiBlock<'insights'>; choice: ReportChoice }) {
  const { shown, more } = useFirst(block.items, 8)
  return (
    <>
      <ol className={block.look === 'ranked' ? 'insights insights-lead' : 'insights'}>
        {shown.map((item) => (
          <InsightRow key={item.id} item={item} choice={choice} hasBar={block.look === 'bars'} />
        ))}
      </ol>
      {more}
    </>
  )
}

interface RowProps {
  item: Item
  choice: ReportChoice
  hasBar: boolean
}

function InsightRow({ item, choice, hasBar }: RowProps) {
  const { label, figure, claim, proofs, parts = [] } = item
  return (
    <li>
      <h3>
        <bdi>{label}</bdi>
      </h3>
      <FigureBar figure={figure} choice={choice} about={label} hasBar={hasBar} />
      {claim === undefined ? undefined : (
        <p className="statement">
          <Claim text={claim} />
        </p>
      )}
      <Beside item={item} choice={choice} />
      <Proofs proofs={proofs} about={label} />
      {parts.length === 0 ? undefined : (
        <details className="parts">
          <summary>
            {number(parts.length)} within<span className="visually-hidden"> {label}</span>
          </summary>
          <ol className="insights">
            {parts.map((part) => (
              <InsightRow key={part.id} item={part} choice={choice} hasBar={hasBar} />
            ))}
          </ol>
        </details>
      )}
    </li>
  )
}

/** What else is counted among the threads, and how well the claim is held. */
function Beside({
  item: { also = [], held, label },
  choice,
}: {
  item: Item
  choice: ReportChoice
}) {
  if (also.length === 0 && held === undefined) return undefined
  return (
    <p className="meta">
      {also.map((count) => (
        <span key={count.text}>
          {count.text} <CountLink count={count} choice={choice} about={`${label}, ${count.text}`} />
        </span>
      ))}
      {held === undefined ? undefined : (
        <span title={held.of === undefined ? JUDGED : JUDGED_IN_VIEW}>{heldText(held)}</span>
      )}
    </p>
  )
}

/** A claim is as good as what readers found who judged its kind. */
const JUDGED = 'Read by people against the whole thread, on logs that were not used to make it'

/** Groups of needs were read on logs that stood by while they were made. */
const JUDGED_IN_VIEW = 'Read by people against the whole thread'

/** What is quoted in a sentence keeps its own direction and leaves that of the sentence alone. */
function Claim({ text }: { text: string }) {
  return text
    .split(/(?<=“)([^”]*)(?=”)/u)
    .map((piece, index) => (index % 2 === 0 ? piece : <bdi key={`${index}`}>{piece}</bdi>))
}
