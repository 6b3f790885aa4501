import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import { useTitle } from '../../../app/use-title.ts'
import { count } from '../../../components/format.ts'
import { Empty, ErrorNote, Loading } from '../../../components/states.tsx'
import { useLiveState } from '../../live/api/use-live-state.ts'
import { RunList } from '../../runs/components/run-list.tsx'
import { useImports } from '../api/use-imports.ts'
import { AddLogButton } from './add-log-button.tsx'
import { FailedUploads } from './import-news.tsx'
import { ImportRow } from './import-row.tsx'
import { PassedOverNote } from './passed-over-note.tsx'

/** Imports and runs: what came in, what was analyzed, what went wrong and what to do about it. */
export function ImportsPage() {
  useTitle('Imports and runs')
  const imports = useImports()
  const live = useLiveState().data?.imports ?? []
  const items = withLive(imports.data?.pages.flatMap((page) => page.items) ?? [], live)
  return (
    <div className="page page-narrow">
      <h1>Imports and runs</h1>
      <p>
        <AddLogButton label="Add a folder of logs…" folder look="button" />
      </p>
      <FailedUploads />
      <PassedOverNote />
      <section aria-labelledby="imports-title">
        <h2 id="imports-title">Imports</h2>
        {imports.isPending ? <Loading label="Loading imports" /> : undefined}
        {imports.isError ? (
          <ErrorNote error={imports.error} onRetry={() => void imports.refetch()} />
        ) : undefined}
        {imports.isSuccess && items.length === 0 ? (
          <Empty title="Nothing was imported yet">Drop a log anywhere on this page.</Empty>
        ) : undefined}
        <ul className="card-list" aria-label={count(items.length, 'import')}>
          {items.map((item) => (
            <ImportRow key={item.id} item={item} />
          ))}
        </ul>
        {imports.hasNextPage ? (
          <button type="button" className="button" onClick={() => void imports.fetchNextPage()}>
            More imports
          </button>
        ) : undefined}
      </section>
      <RunList />
    </div>
  )
}

/** The list as the server gave it, with what is under way as the events told it last. */
function withLive(listed: readonly ImportItem[], live: readonly ImportItem[]): ImportItem[] {
  const done = listed.filter(({ cancellable }) => !cancellable)
  return [...live.toReversed(), ...done]
}
