import { useRef } from 'react'
import { flushSync } from 'react-dom'
import { navigate } from '../../../app/router.tsx'
import { ErrorNote } from '../../../components/states.tsx'
import { useEraseThread } from '../api/use-thread.ts'

/** Erases for good; asks first. */
export function EraseThread({ id }: { id: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const erase = useEraseThread(id, () => flushSync(() => navigate('/threads')))
  return (
    <>
      <button
        type="button"
        className="button button-quiet erase"
        onClick={() => dialog.current?.showModal()}
      >
        Erase this thread…
      </button>
      <dialog ref={dialog} aria-labelledby="erase-title">
        <h2 id="erase-title">Erase this thread?</h2>
        <p>
          Its messages, its analysis and its quotes are removed for good, and an import that brings
          it again leaves it out. Files that you keep elsewhere are out of reach.
        </p>
        {erase.isError ? <ErrorNote error={erase.error} /> : undefined}
        <form method="dialog" className="dialog-actions">
          <button className="button">Keep it</button>
          <button
            type="button"
            className="button button-bad"
            disabled={erase.isPending}
            onClick={() => erase.mutate()}
          >
            Erase
          </button>
        </form>
      </dialog>
    </>
  )
}
