import { number } from '../../../components/format.ts'
import type { ReportScope } from '../api/report-choice.ts'
import { Effectiveness } from './effectiveness.tsx'
import { InsightList } from './insight-list.tsx'
import { MeanFigure } from './figures/mean-figure.tsx'
import { NegativeChats } from './negative-chats.tsx'
import { Section } from './section.tsx'

const TITLES = [
  { id: 'key-insights', title: 'Key insights' },
  { id: 'categories', title: 'Categories' },
  { id: 'top-discussions', title: 'Top discussions' },
  { id: 'response-quality', title: 'Response quality' },
  { id: 'improvement-areas', title: 'Improvement areas' },
  { id: 'user-satisfaction', title: 'User satisfaction' },
  { id: 'unmet-needs', title: 'Unmet needs' },
  { id: 'product-effectiveness', title: 'Product effectiveness' },
  { id: 'negative-chats', title: 'Negative chats' },
] as const

/** The nine sections, what most deserves attention first. */
export function ReportSections({ scope }: { scope: ReportScope }) {
  const { sections, evidence } = scope.report
  const { responseQuality, userSatisfaction } = sections
  return (
    <div className="report-body">
      <nav className="contents" aria-label="Sections">
        <ul>
          {TITLES.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="sections">
        <Section id="key-insights" title="Key insights" about="What most deserves attention.">
          <InsightList insights={sections.keyInsights} scope={scope} isLead />
        </Section>
        <Section id="categories" title="Categories" about="What users came for.">
          <InsightList insights={sections.categories} scope={scope} />
        </Section>
        <Section
          id="top-discussions"
          title="Top discussions"
          about="Requests that come again and again."
        >
          <InsightList insights={sections.topDiscussions} scope={scope} />
        </Section>
        <Section id="response-quality" title="Response quality" about="Where the assistant failed.">
          <MeanFigure name="Quality of the answers" mean={responseQuality.score} most={10} />
          <InsightList insights={responseQuality.failures} scope={scope} />
        </Section>
        <Section id="improvement-areas" title="Improvement areas" about="What would help most.">
          <InsightList insights={sections.improvementAreas} scope={scope} />
        </Section>
        <Section id="user-satisfaction" title="User satisfaction" about="What users said outright.">
          <MeanFigure name="Satisfaction" mean={userSatisfaction.score} most={5} />
          <InsightList
            insights={[userSatisfaction.thanks, userSatisfaction.complaints]}
            scope={scope}
          />
        </Section>
        <Section id="unmet-needs" title="Unmet needs" about="Needed, and not there.">
          <InsightList insights={sections.unmetNeeds} scope={scope} />
        </Section>
        <Section id="product-effectiveness" title="Product effectiveness" about="How it ended.">
          <Effectiveness effectiveness={sections.productEffectiveness} choice={scope.choice} />
        </Section>
        <Section
          id="negative-chats"
          title="Negative chats"
          about="Threads that went badly, worst first."
        >
          <NegativeChats chats={sections.negativeChats} />
        </Section>
        <p className="checked">
          {number(evidence.quotes)} quotes were checked against the messages:{' '}
          {number(evidence.verified)} verified, {number(evidence.dropped)} dropped. Only verified
          ones are shown.
        </p>
      </div>
    </div>
  )
}
