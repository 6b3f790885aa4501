import { useTitle } from '../../../app/use-title.ts'
import { ErrorNote, Loading } from '../../../components/states.tsx'
import { useStorage } from '../api/use-storage.ts'
import { MoveForm } from './move-form.tsx'
import { MoveReport } from './move-report.tsx'
import { StoreCard } from './store-card.tsx'

/** Where it is all kept, whether that holds, and the way to another store. */
export function StoragePage() {
  useTitle('Storage')
  const storage = useStorage()
  if (storage.isPending) return <Loading label="Loading storage" />
  if (storage.isError) {
    return <ErrorNote error={storage.error} onRetry={() => void storage.refetch()} />
  }
  const { move, ...kept } = storage.data
  return (
    <div className="page page-narrow">
      <h1>Storage</h1>
      <StoreCard storage={kept} />
      <section aria-labelledby="move-title">
        <h2 id="move-title">Move to another store</h2>
        <p className="quiet">
          Every record is copied, read back and compared by its hash. Nothing here is changed, and
          work goes on meanwhile; what is there and equal is not written a second time.
        </p>
        <MoveForm isRunning={move?.status === 'running'} />
        {move === undefined ? undefined : <MoveReport move={move} />}
      </section>
    </div>
  )
}
