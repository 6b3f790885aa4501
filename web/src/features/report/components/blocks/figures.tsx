import type { ApiBlock } from '../../../../../../src/http/api-schemas.ts'
import { figurePath } from '../../api/figure-links.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { FigureBar } from './figure-bar.tsx'

/** Named figures that need no sentence. */
export function Figures({ block, choice }: { block: ApiBlock<'figures'>; choice: ReportChoice }) {
  return (
    <ul className="insights insights-plain" aria-label={block.title}>
      {block.rows.map(({ label, figure, threads }) => (
        <li key={label}>
          <h3>{label}</h3>
          <FigureBar figure={figure} href={figurePath(choice, threads)} about={label} />
        </li>
      ))}
    </ul>
  )
}
