import { useState } from 'react'
import type { StartMove } from '../../../../../src/http/schemas/storage.ts'
import { ErrorNote } from '../../../components/states.tsx'
import { useStartMove } from '../api/use-storage.ts'

const WORKS: readonly { readonly work: StartMove['work']; readonly title: string }[] = [
  { work: 'count', title: 'Count what would be copied' },
  { work: 'copy', title: 'Copy and verify' },
  { work: 'verify', title: 'Compare only' },
]

/** Names the other store and says what to do with it. */
export function MoveForm({ isRunning }: { isRunning: boolean }) {
  const [to, setTo] = useState('')
  const start = useStartMove()
  const isReady = to.trim() !== '' && !isRunning && !start.isPending
  return (
    <form
      className="move-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) start.mutate({ work: 'count', to: to.trim() })
      }}
    >
      <label htmlFor="move-to">The other store</label>
      <input
        id="move-to"
        type="text"
        value={to}
        onChange={(event) => setTo(event.target.value)}
        placeholder="postgres://me@localhost/hitcraft"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-describedby="move-to-about"
      />
      <p id="move-to-about" className="quiet">
        <code>file:FOLDER</code>, <code>postgres://…</code>, <code>mongodb://…</code>,{' '}
        <code>s3://BUCKET</code> or <code>azblob://CONTAINER</code>. A password in it is used for
        this and not kept; keys of S3 and Azure come from the settings.
      </p>
      <p className="run-actions">
        {WORKS.map(({ work, title }) => (
          <button
            key={work}
            type={work === 'count' ? 'submit' : 'button'}
            className={`button${work === 'copy' ? ' button-main' : ''}`}
            disabled={!isReady}
            {...(work === 'count' ? {} : { onClick: () => start.mutate({ work, to: to.trim() }) })}
          >
            {title}
          </button>
        ))}
      </p>
      {start.isError ? <ErrorNote error={start.error} /> : undefined}
    </form>
  )
}
