import { changeQuery } from '../../../app/router.tsx'
import { Choice } from '../../../components/choice.tsx'
import { DayField } from '../../../components/day-field.tsx'
import { languageName } from '../../../components/format.ts'
import { OUTCOMES } from '../../../components/words.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { useReport } from '../../report/api/use-report.ts'
import { EVERYTHING, listedLanguages } from '../../report/api/report-choice.ts'
import { CHOICE_FIELDS } from '../api/thread-choice.ts'
import type { ThreadChoice } from '../api/thread-choice.ts'

const STATES = { analyzed: 'Analyzed', pending: 'Pending' }

export function ThreadFilters({ choice }: { choice: ThreadChoice }) {
  const topics = useOverview().data?.topics ?? []
  const languages = listedLanguages(useReport(EVERYTHING).data?.report)
  const isChosen = CHOICE_FIELDS.some((field) => field !== 'words' && choice[field] !== '')
  return (
    <form className="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <DayField label="From" field="from" value={choice.from} />
      <DayField label="To" field="to" value={choice.to} />
      <Choice
        label="Topic"
        field="topic"
        value={choice.topic}
        options={topics.map(({ id, title }) => [id, title])}
      />
      <Choice
        label="Outcome"
        field="outcome"
        value={choice.outcome}
        options={Object.entries(OUTCOMES)}
      />
      <Choice
        label="Language"
        field="language"
        value={choice.language}
        options={languages.map((language) => [language, languageName(language)])}
      />
      <Choice label="State" field="state" value={choice.state} options={Object.entries(STATES)} />
      {isChosen ? (
        <button
          type="button"
          className="button button-quiet"
          onClick={() =>
            changeQuery({ from: '', to: '', topic: '', outcome: '', language: '', state: '' })
          }
        >
          Clear
        </button>
      ) : undefined}
    </form>
  )
}
