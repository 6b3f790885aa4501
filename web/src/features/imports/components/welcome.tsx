import { useLiveState } from '../../live/api/use-live-state.ts'
import { useUploads } from '../api/uploads.ts'
import { AddLogButton } from './add-log-button.tsx'
import { ImportNews } from './import-news.tsx'

const STEPS = [
  {
    title: 'Drop logs',
    text: 'TXT, RTF or JSON of HitCraft, OpenAI messages as JSON Lines; packed is fine.',
  },
  {
    title: 'It is read and analyzed here',
    text: 'On this machine, by rules. Nothing is sent anywhere.',
  },
  { title: 'Read the report', text: 'Every claim is one click from the words that prove it.' },
] as const

/** The first visit: nothing is here yet. */
export function Welcome() {
  const { data } = useLiveState()
  const uploads = useUploads()
  const isBusy = uploads.length > 0 || (data?.imports.length ?? 0) > 0
  return (
    <div className="welcome">
      <h1>What do users come for, and where does the assistant fail them?</h1>
      <div className="drop-zone">
        <p className="drop-zone-title">
          {isBusy
            ? 'It is on its way'
            : 'Drop a chat log, or a folder of them, anywhere on this page'}
        </p>
        <p className="drop-zone-buttons">
          <AddLogButton label="Choose files…" look="button button-main button-big" />
          <AddLogButton label="Choose a folder…" folder look="button button-big" />
        </p>
      </div>
      <ImportNews />
      <ol className="steps">
        {STEPS.map(({ title, text }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p className="quiet">
        No log at hand? <code>npm run demo</code> reads in a sample, and{' '}
        <code>npm start -- --store file:./demo</code> shows its report here.
      </p>
    </div>
  )
}
