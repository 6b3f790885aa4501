import { changeQuery } from '../../../app/router.tsx'
import { Choice } from '../../../components/choice.tsx'
import { DayField } from '../../../components/day-field.tsx'
import { Filters } from '../../../components/filters.tsx'
import { languageName } from '../../../components/format.ts'
import { FAILURES, LENGTHS, OUTCOMES, SIGNALS } from '../../../components/words.ts'
import { topicChoices } from '../../live/api/topic-choices.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { useReport } from '../../report/api/use-report.ts'
import { EVERYTHING, listedLanguages } from '../../report/api/report-choice.ts'
import { CHOICE_FIELDS } from '../api/thread-choice.ts'
import type { ThreadChoice } from '../api/thread-choice.ts'
import { FacetChips } from './facet-chips.tsx'

const STATES = { analyzed: 'Analyzed', pending: 'Pending' }

const SEARCHED = new Set<string>(['words', 'like', 'near', 'order'])
const FILTERS = CHOICE_FIELDS.filter((field) => !SEARCHED.has(field))
/** No condition but what is searched for. */
const NOTHING = { ...Object.fromEntries(FILTERS.map((field) => [field, ''])), facet: '' }

export function ThreadFilters({ choice }: { choice: ThreadChoice }) {
  const topics = topicChoices(useOverview().data)
  const languages = listedLanguages(useReport(EVERYTHING).data?.report)
  const chosen = FILTERS.filter((field) => choice[field] !== '').length
  const rest = (
    <>
      <FacetChips facets={choice.facets} />
      {choice.facets.length + chosen === 0 ? undefined : (
        <button type="button" className="button button-quiet" onClick={() => changeQuery(NOTHING)}>
          Clear
        </button>
      )}
    </>
  )
  return (
    <Filters label="Filters" chosen={chosen} rest={rest}>
      <DayField label="From" field="from" value={choice.from} />
      <DayField label="To" field="to" value={choice.to} />
      <Choice label="Topic" field="topic" value={choice.topic} options={topics} />
      <Choice
        label="Outcome"
        field="outcome"
        value={choice.outcome}
        options={Object.entries(OUTCOMES)}
      />
      <Choice
        label="Failure"
        field="failure"
        value={choice.failure}
        options={Object.entries(FAILURES)}
      />
      <Choice
        label="User said"
        field="signal"
        value={choice.signal}
        options={Object.entries(SIGNALS)}
      />
      <Choice
        label="Language"
        field="language"
        value={choice.language}
        options={languages.map((language) => [language, languageName(language)])}
      />
      <Choice
        label="Length"
        field="length"
        value={choice.length}
        options={Object.entries(LENGTHS)}
      />
      <Choice label="State" field="state" value={choice.state} options={Object.entries(STATES)} />
      <Choice
        label="Order"
        field="order"
        value={choice.order}
        any="Newest first"
        options={[['oldest', 'Oldest first']]}
      />
    </Filters>
  )
}
