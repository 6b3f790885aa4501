import { reportPath } from '../api/report-choice.ts'
import type { ReportChoice } from '../api/report-choice.ts'

/** The report as a file; the server names it after its filter. */
export function Downloads({ choice }: { choice: ReportChoice }) {
  return (
    <p className="downloads">
      <span className="quiet">Download as</span>
      <a href={reportPath(choice, 'html')} download>
        HTML
      </a>
      <a href={reportPath(choice, 'md')} download>
        Markdown
      </a>
      <a href={reportPath(choice)} download>
        JSON
      </a>
    </p>
  )
}
