import { useState } from 'react'
import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import { bytes, count, dayAndTime, number } from '../../../components/format.ts'
import { percentOf } from '../../../../../src/domain/values/percent.ts'
import { formatTitle } from '../../../../../src/domain/written/formats.ts'
import { ErrorNote, Loading, ProgressBar } from '../../../components/states.tsx'
import { dismissUpload, useUploads } from '../api/uploads.ts'
import { useCancelImport, useRejects } from '../api/use-imports.ts'
import { Problem } from './problem.tsx'

const STATUS: Readonly<Record<ImportItem['status'], string>> = {
  uploading: 'Uploading',
  stalled: 'Not sent yet',
  queued: 'Waiting',
  reading: 'Reading',
  done: 'Done',
  failed: 'Failed',
  interrupted: 'Stopped',
}

export function ImportRow({ item }: { item: ImportItem }) {
  const cancel = useCancelImport()
  return (
    <li className="card">
      <div className="card-head">
        <h3 dir="auto">{item.file}</h3>
        <span className={`status status-${item.status}`}>{STATUS[item.status]}</span>
      </div>
      <p className="meta">
        <time dateTime={item.startedAt}>{dayAndTime(item.startedAt)} UTC</time>
        <span>{bytes(item.bytes)}</span>
        {item.format === undefined ? undefined : <span>{formatTitle(item.format)}</span>}
      </p>
      {item.status === 'reading' || item.status === 'uploading' ? (
        <Reading item={item} />
      ) : undefined}
      {item.status === 'stalled' ? <Stalled item={item} /> : undefined}
      {item.status === 'interrupted' ? <Stopped item={item} /> : undefined}
      {item.status === 'done' || item.threads > 0 ? <Counts item={item} /> : undefined}
      {item.notes.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
      {item.error === undefined ? undefined : (
        <Problem
          title={item.status === 'queued' ? 'It is tried again by itself' : 'It could not be read'}
          error={item.error}
        />
      )}
      {item.rejected > 0 ? <Rejects item={item} /> : undefined}
      {item.cancellable ? (
        <button
          type="button"
          className="button button-quiet"
          disabled={cancel.isPending}
          onClick={() => {
            dismissUpload(item.id)
            cancel.mutate(item.id)
          }}
        >
          Cancel<span className="visually-hidden"> the import of {item.file}</span>
        </button>
      ) : undefined}
    </li>
  )
}

/** A file of which bytes are missing: whether they come by themselves, or what to do. */
function Stalled({ item }: { item: ImportItem }) {
  const isHere = useUploads().some(({ id, status }) => id === item.id && status !== 'failed')
  const part = `${bytes(item.bytesRead)} of ${bytes(item.bytes)} are here.`
  return (
    <p className="quiet">
      {part}{' '}
      {isHere
        ? 'This page sends the rest when its turn comes.'
        : 'The page that was sending it is closed: open it again in that browser, or add the same file here, and it goes on from there.'}
    </p>
  )
}

/** What an import that was stopped has left. */
function Stopped({ item: { threads } }: { item: ImportItem }) {
  return (
    <p className="quiet">
      {threads === 0
        ? 'Nothing of it was stored.'
        : `${count(threads, 'thread')} were read before it was stopped. They are kept and analyzed like all others.`}{' '}
      Add the same file again to read the rest.
    </p>
  )
}

function Reading({ item }: { item: ImportItem }) {
  const { file, status, bytesRead, bytesTotal } = item
  const share = bytesTotal === undefined || bytesTotal === 0 ? undefined : bytesRead / bytesTotal
  return (
    <div className="reading">
      <ProgressBar label={`${STATUS[status]} ${file}`} share={share} />
      <span>{bytesTotal === undefined ? bytes(bytesRead) : percentOf(bytesRead, bytesTotal)}</span>
    </div>
  )
}

function Counts({ item }: { item: ImportItem }) {
  if (item.status === 'reading')
    return <p className="meta">{count(item.threads, 'thread')} so far</p>
  const { added, updated, unchanged, repaired, erased, rejected, messages } = item
  const counts = [
    { n: added, word: 'added' },
    { n: updated, word: 'updated' },
    { n: unchanged, word: 'unchanged' },
    { n: repaired, word: 'repaired' },
    { n: erased, word: 'kept out, erased before' },
    { n: rejected, word: 'rejected' },
  ].filter(({ n, word }) => n > 0 || word === 'added')
  return (
    <p className="meta">
      <span>{count(messages, 'message')}</span>
      <span>threads: {counts.map(({ n, word }) => `${number(n)} ${word}`).join(', ')}</span>
    </p>
  )
}

/** The rejected pieces, fetched when they are asked for. */
function Rejects({ item }: { item: ImportItem }) {
  const [isOpen, setOpen] = useState(false)
  const { data, isPending, error } = useRejects(item.id, isOpen)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{count(item.rejected, 'piece')} rejected: where and why</summary>
      {isOpen && isPending ? <Loading label="Loading rejected pieces" lines={2} /> : undefined}
      {error === null ? undefined : <ErrorNote error={error} />}
      <ul className="rejects">
        {data?.items.map(({ offset, line, length, reason }, at) => (
          // Pieces of one batch share their place.
          <li key={`${at} ${offset}`}>
            {line === undefined ? `Byte ${number(offset)}` : `Line ${number(line)}`}: {reason}{' '}
            <span className="quiet">({bytes(length)})</span>
          </li>
        ))}
      </ul>
      {data?.more === true ? (
        <p className="quiet">More stand in the file in RESULTS_FOLDER.</p>
      ) : undefined}
    </details>
  )
}
