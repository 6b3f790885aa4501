import { Link } from './router.tsx'
import { useTitle } from './use-title.ts'

/** There is nothing at this address: what it was, and the ways on. */
export function UnknownPage({ path }: { path: string }) {
  useTitle('Not found')
  return (
    <div className="page page-narrow">
      <h1>There is no such page</h1>
      <p>
        Nothing lies at <code className="address">{path}</code>. The link may be cut or of another
        version.
      </p>
      <p className="run-actions">
        <Link href="/" className="button">
          Go to the report
        </Link>
        <Link href="/threads" className="button">
          Search the threads
        </Link>
      </p>
    </div>
  )
}
