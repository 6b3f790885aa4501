import type { Storage } from '../../../../../src/http/schemas/storage.ts'
import type { Health } from '../../../../../src/http/schemas/state.ts'
import { count } from '../../../components/format.ts'
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
      {health.data === undefined ? undefined : <Checks checks={health.data.checks} />}
      <p className="quiet">
        To have every stored byte read and checked, run <code>hitcraft doctor</code>, best each
        night.
      </p>
    </section>
  )
}

/** What is wrong stands open; what is in order is counted, and folded away. */
function Checks({ checks }: { checks: Health['checks'] }) {
  const good = checks.filter(({ status }) => status === 'ok')
  const bad = checks.filter(({ status }) => status !== 'ok')
  return (
    <>
      {bad.length === 0 ? undefined : <CheckList checks={bad} />}
      {good.length === 0 ? undefined : (
        <details>
          <summary>{count(good.length, 'check')} passed</summary>
          <CheckList checks={good} />
        </details>
      )}
    </>
  )
}

function CheckList({ checks }: { checks: Health['checks'] }) {
  return (
    <ul className="checks">
      {checks.map(({ name, status, found, remedy }) => (
        <li key={`${name} ${found}`} className={`check-${status}`}>
          <span aria-label={status}>{MARKS[status]}</span> {name}: {found}
          {remedy === undefined || status === 'ok' ? undefined : (
            <span className="quiet"> {remedy}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
