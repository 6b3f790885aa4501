import { changeQuery } from '../../../app/router.tsx'
import { day, languageName } from '../../../components/format.ts'
import { DayField } from '../../../components/day-field.tsx'
import { Choice } from '../../../components/choice.tsx'
import { topicChoices } from '../../live/api/topic-choices.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { useReport } from '../api/use-report.ts'
import { EVERYTHING, listedLanguages } from '../api/report-choice.ts'
import { addDays } from '../../../components/days.ts'
import type { DayRange } from '../../../components/days.ts'
import { Filters } from '../../../components/filters.tsx'
import { lastLook } from '../api/last-look.ts'
import type { ReportChoice } from '../api/report-choice.ts'

const SPANS = [
  { title: 'All time', days: 0 },
  { title: 'Last day', days: 1 },
  { title: 'Last 7 days', days: 7 },
  { title: 'Last 30 days', days: 30 },
] as const

/** Which time, topic and language. "Last" counts from the newest message there is. */
export function RangePicker({ choice }: { choice: ReportChoice }) {
  const everything = useReport(EVERYTHING).data?.report
  const languages = listedLanguages(everything)
  const all = everything?.usage
  const topics = topicChoices(useOverview().data)
  const newest = all?.lastMessageAt?.slice(0, 10)
  const oldest = all?.firstMessageAt?.slice(0, 10)
  const seen = lastLook(newest)
  const spans = (
    <div className="segments" role="group" aria-label="Time range">
      {SPANS.map(({ title, days }) => {
        const { from, to } = spanOf(newest, days)
        return (
          <button
            key={title}
            type="button"
            aria-pressed={isSpanOf(choice, newest, days)}
            disabled={days > 0 && newest === undefined}
            onClick={() => changeQuery({ from, to })}
          >
            {title}
          </button>
        )
      })}
    </div>
  )
  const isSpan = SPANS.some(({ days }) => isSpanOf(choice, newest, days))
  const chosen = [
    ...(isSpan ? [] : [choice.from, choice.to]),
    choice.topic,
    choice.language,
  ].filter((value) => value !== '').length
  const rest = (
    <>
      {seen === undefined && choice.since === '' ? undefined : (
        <button
          type="button"
          className="button button-quiet"
          aria-pressed={choice.since !== ''}
          title="What changed then compares what came since with what was before"
          onClick={() => changeQuery({ since: choice.since === '' ? (seen ?? '') : '' })}
        >
          Since my last look{' '}
          {choice.since === '' && seen === undefined
            ? ''
            : `(${day(choice.since || (seen ?? ''))})`}
        </button>
      )}
      {Object.values(choice).some((value) => value !== '') ? (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => changeQuery({ ...EVERYTHING })}
        >
          Reset
        </button>
      ) : undefined}
    </>
  )
  return (
    <Filters label="What the report is about" chosen={chosen} lead={spans} rest={rest}>
      <DayField label="From" field="from" value={choice.from} min={oldest} max={newest} />
      <DayField
        label="To"
        field="to"
        value={choice.to}
        min={choice.from === '' ? oldest : choice.from}
        max={newest}
      />
      <Choice label="Topic" field="topic" value={choice.topic} options={topics} />
      <Choice
        label="Language"
        field="language"
        value={choice.language}
        options={languages.map((language) => [language, languageName(language)])}
      />
    </Filters>
  )
}

/** The last days before the newest message, it among them; no days are all. */
function spanOf(newest: string | undefined, days: number): DayRange {
  if (days === 0 || newest === undefined) return { from: '', to: '' }
  return { from: addDays(newest, 1 - days), to: newest }
}

function isSpanOf(choice: ReportChoice, newest: string | undefined, days: number): boolean {
  const { from, to } = spanOf(newest, days)
  return (days === 0 || from !== '') && choice.from === from && choice.to === to
}
