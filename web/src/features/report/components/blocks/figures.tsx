import type { ApiBlock } from '../../../../../../src/http/schemas/report.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { FigureBar } from './figure-bar.tsx'

/** Named figures that need no sentence. */
export function Figures({ block, choice }: { block: ApiBlock<'figures'>; choice: ReportChoice }) {
  return (
    <>
      <h3 className="block-title">{block.title}</h3>
      <ul className="insights insights-plain" aria-label={block.title}>
        {block.rows.map(({ label, figure }) => (
          <li key={label}>
            <h4>{label}</h4>
            <FigureBar figure={figure} choice={choice} about={label} hasBar />
          </li>
        ))}
      </ul>
    </>
  )
}
