import { number } from '../../../components/format.ts'
import type { ReportScope } from '../api/report-choice.ts'
import { Block } from './blocks/block.tsx'
import { Section } from './section.tsx'

/** The sections as the server describes them, and the way between them. */
export function ReportSections({ scope: { choice, report } }: { scope: ReportScope }) {
  const { sections, evidence } = report
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
          {number(evidence.quotes)} quotes were checked against the messages:{' '}
          {number(evidence.verified)} verified, {number(evidence.dropped)} dropped. Only verified
          ones are shown.
        </p>
      </div>
    </div>
  )
}
