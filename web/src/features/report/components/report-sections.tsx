import { checkedText } from '../../../../../src/domain/written/checked.ts'
import { analyzerTitle } from '../../../components/words.ts'
import type { ReportScope } from '../api/report-choice.ts'
import { Block } from './blocks/block.tsx'
import { Section } from './section.tsx'

/** The sections as the server describes them, and the way between them. */
export function ReportSections({ scope: { choice, report } }: { scope: ReportScope }) {
  const { sections, evidence, filter } = report
  const { analyzerKey } = filter
  return (
    <div className="report-body">
      <nav className="contents" aria-label="Sections">
        <ul>
          {sections.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="sections">
        {sections.map(({ id, title, about, blocks }) => (
          <Section key={id} id={id} title={title} about={about}>
            {blocks.map((block, at) => (
              <Block key={`${at}`} block={block} choice={choice} />
            ))}
          </Section>
        ))}
        <p className="checked">
          {checkedText(evidence)}{' '}
          <span title={analyzerKey}>Found by: {analyzerTitle(analyzerKey)}.</span>
        </p>
      </div>
    </div>
  )
}
