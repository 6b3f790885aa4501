import type { Storage } from '../../../../../src/http/schemas/storage.ts'
import { ErrorNote, Loading } from '../../../components/states.tsx'
import { useHealth } from '../api/use-storage.ts'
import { storeTitle } from './words.ts'

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const

/** The store in use, its shadow, and what its checks say. */
export function StoreCard({ storage: { store, shadow } }: { storage: Omit<Storage, 'move'> }) {
  const health = useHealth()
  return (
    <section aria-labelledby="store-title" className="card">
      <div className="card-head">
        <h2 id="store-title">Kept in {storeTitle(store.kind)}</h2>
        {health.data === undefined ? undefined : (
          <span className={`status status-${health.data.status === 'ok' ? 'done' : 'failed'}`}>
            {health.data.status === 'ok' ? 'In order' : 'Needs a look'}
          </span>
        )}
      </div>
      <p className="location">{store.location}</p>
      {shadow === undefined ? undefined : (
        <p className={shadow.state === 'equal' ? 'quiet' : ''}>
          Its shadow {shadow.location}: {shadow.told}.
        </p>
      )}
      {health.isPending ? <Loading label="Checking the store" lines={2} /> : undefined}
      {health.isError ? (
        <ErrorNote error={health.error} onRetry={() => void health.refetch()} />
      ) : undefined}
      <ul className="checks">
        {health.data?.checks.map(({ name, status, found, remedy }) => (
          <li key={`${name} ${found}`} className={`check-${status}`}>
            <span aria-label={status}>{MARKS[status]}</span> {name}: {found}
            {remedy === undefined || status === 'ok' ? undefined : (
              <span className="quiet"> {remedy}</span>
            )}
          </li>
        ))}
      </ul>
      <p className="quiet">
        Every stored byte is read by <code>hitcraft doctor</code>; let it run each night.
      </p>
    </section>
  )
}
