import { changeQuery } from '../../../app/router.tsx'
import { languageName } from '../../../components/format.ts'
import { useOverview } from '../../live/api/use-live-state.ts'
import { addDays, useReport } from '../api/use-report.ts'
import type { ReportChoice } from '../api/use-report.ts'

const EVERYTHING: ReportChoice = { from: '', to: '', topic: '', language: '' }
const SPANS = [
  { title: 'All time', days: 0 },
  { title: 'Last day', days: 1 },
  { title: 'Last 7 days', days: 7 },
  { title: 'Last 30 days', days: 30 },
] as const

/** Which time, topic and language. "Last" counts from the newest message there is. */
export function RangePicker({ choice }: { choice: ReportChoice }) {
  const all = useReport(EVERYTHING).data?.usage
  const topics = useOverview().data?.topics ?? []
  const newest = all?.lastMessageAt?.slice(0, 10)
  const oldest = all?.firstMessageAt?.slice(0, 10)
  return (
    <form
      className="filters"
      aria-label="What the report is about"
      onSubmit={(e) => e.preventDefault()}
    >
      <div className="segments" role="group" aria-label="Time range">
        {SPANS.map(({ title, days }) => {
          const from = days === 0 || newest === undefined ? '' : addDays(newest, 1 - days)
          const to = days === 0 ? '' : (newest ?? '')
          return (
            <button
              key={title}
              type="button"
              aria-pressed={(days === 0 || from !== '') && choice.from === from && choice.to === to}
              disabled={days > 0 && newest === undefined}
              onClick={() => changeQuery({ from, to })}
            >
              {title}
            </button>
          )
        })}
      </div>
      <label>
        From
        <input
          type="date"
          value={choice.from}
          min={oldest}
          max={newest}
          onChange={({ target }) => changeQuery({ from: target.value })}
        />
      </label>
      <label>
        To
        <input
          type="date"
          value={choice.to}
          min={choice.from === '' ? oldest : choice.from}
          max={newest}
          onChange={({ target }) => changeQuery({ to: target.value })}
        />
      </label>
      {topics.length > 0 ? (
        <label>
          Topic
          <select
            value={choice.topic}
            onChange={({ target }) => changeQuery({ topic: target.value })}
          >
            <option value="">All</option>
            {topics.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
      ) : undefined}
      {(all?.languages.length ?? 0) > 1 ? (
        <label>
          Language
          <select
            value={choice.language}
            onChange={({ target }) => changeQuery({ language: target.value })}
          >
            <option value="">All</option>
            {all?.languages.map(({ language }) => (
              <option key={language} value={language}>
                {languageName(language)}
              </option>
            ))}
          </select>
        </label>
      ) : undefined}
    </form>
  )
}
