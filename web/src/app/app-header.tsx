import { AddLogButton } from '../features/imports/components/add-log-button.tsx'
import { Link } from './router.tsx'

const PAGES = [
  { path: '/', title: 'Report' },
  { path: '/threads', title: 'Threads' },
  { path: '/imports', title: 'Imports' },
  { path: '/storage', title: 'Storage' },
] as const

/** Pages that are reached from another. */
const OF: Readonly<Record<string, string>> = {
  '/thread': '/threads',
  '/sent': '/threads',
  '/compare': '/imports',
}

export function AppHeader({ path }: { path: string }) {
  const current = OF[path] ?? path
  return (
    <header className="app-header">
      <Link href="/" className="wordmark" aria-label="HitCraft Chat Analyzer, report">
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--accent-solid)" />
          <path
            d="M8 20v-6M13 23V9M18 21v-9M23 18v-4"
            stroke="#fff"
            strokeWidth="2.6"
            strokeLinecap="round"
          />
        </svg>
        <span>
          HitCraft <span className="wordmark-rest">Chat Analyzer</span>
        </span>
      </Link>
      <nav aria-label="Pages">
        {PAGES.map((page) => (
          <Link
            key={page.path}
            href={page.path}
            {...(page.path === current ? { 'aria-current': 'page' as const } : {})}
          >
            {page.title}
          </Link>
        ))}
      </nav>
      <AddLogButton />
    </header>
  )
}
