import type { ApiBlock } from '../../../../../../src/http/api-schemas.ts'
import { figurePath } from '../../api/figure-links.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { Evidence } from './evidence.tsx'
import { FigureBar } from './figure-bar.tsx'
import { useFirst } from './use-first.tsx'

/** Insights with their figures and their proof; a long list begins with its first few. */
export function Insights({ block, choice }: { block: ApiBlock<'insights'>; choice: ReportChoice }) {
  const { shown, more } = useFirst(block.items, 8)
  return (
    <>
      <ol className={block.look === 'ranked' ? 'insights insights-lead' : 'insights'}>
        {shown.map(({ id, label, claim, figure, threads, evidence }) => (
          <li key={id}>
            <h3 dir="auto">{label}</h3>
            <FigureBar figure={figure} href={figurePath(choice, threads)} about={label} />
            {claim === undefined ? undefined : (
              <p className="statement">
                <Claim text={claim} />
              </p>
            )}
            <Evidence items={evidence} about={label} />
          </li>
        ))}
      </ol>
      {more}
    </>
  )
}

/** What is quoted in a sentence keeps its own direction and leaves that of the sentence alone. */
function Claim({ text }: { text: string }) {
  return text
    .split(/(?<=“)([^”]*)(?=”)/u)
    .map((piece, index) => (index % 2 === 0 ? piece : <bdi key={`${index}`}>{piece}</bdi>))
}
