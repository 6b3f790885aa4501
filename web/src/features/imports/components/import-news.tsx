import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import { Link } from '../../../app/router.tsx'
import { count } from '../../../components/format.ts'
import { dismissedNews } from '../api/dismissed.ts'
import { dismissUpload, useUploads } from '../api/uploads.ts'
import { useImports } from '../api/use-imports.ts'
import { PassedOverNote } from './passed-over-note.tsx'
import { Problem } from './problem.tsx'

const MOST = 4
/** News are of the last day. */
const FRESH = 86_400_000

/** What went wrong lately with files: each stands until it is read. */
export function ImportNews() {
  const dismissed = dismissedNews.use()
  const items = useImports().data?.pages[0]?.items ?? []
  const news = items.filter(
    ({ id, status, startedAt }) =>
      (status === 'failed' || status === 'interrupted') &&
      Date.now() - Date.parse(startedAt) < FRESH &&
      !dismissed.has(id),
  )
  return (
    <>
      <FailedUploads />
      <PassedOverNote />
      {news.slice(0, MOST).map((item) => (
        <News key={item.id} item={item} />
      ))}
      {news.length > MOST ? (
        <p className="note">
          <Link href="/imports">{count(news.length - MOST, 'more file')} could not be read</Link>
        </p>
      ) : undefined}
    </>
  )
}

/** Files that did not arrive; they stand in no list of the server. */
export function FailedUploads() {
  const uploads = useUploads().filter(({ status }) => status === 'failed')
  const rest = uploads.slice(MOST)
  return (
    <>
      {uploads.slice(0, MOST).map(({ id, name, error }) => (
        <Problem
          key={id}
          title={`${name} was not uploaded`}
          error={error}
          onDismiss={() => dismissUpload(id)}
        />
      ))}
      {rest.length === 0 ? undefined : (
        <div className="note note-error">
          <p>
            {count(rest.length, 'more file')} {rest.length === 1 ? 'was' : 'were'} not uploaded
          </p>
          <button
            type="button"
            className="button button-quiet"
            onClick={() => rest.forEach(({ id }) => dismissUpload(id))}
          >
            Dismiss these
          </button>
        </div>
      )}
    </>
  )
}

function News({ item: { id, file, status, error, threads } }: { item: ImportItem }) {
  const dismiss = () => dismissedNews.add([id])
  if (status === 'failed') {
    return <Problem title={`${file} could not be read`} error={error} onDismiss={dismiss} />
  }
  return (
    <div className="note" role="status">
      <p>
        <strong>{file} was stopped before its end.</strong>{' '}
        {threads === 0
          ? 'Nothing of it was stored.'
          : `${count(threads, 'thread')} of it are kept, and every figure here counts them.`}{' '}
        Add the same file again to read the rest.
      </p>
      <button type="button" className="button button-quiet" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  )
}
