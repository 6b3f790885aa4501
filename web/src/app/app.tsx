import { useEffect, useRef } from 'react'
import { DropArea } from '../features/imports/components/drop-area.tsx'
import { ImportsPage } from '../features/imports/components/imports-page.tsx'
import { LiveBanner } from '../features/live/components/live-banner.tsx'
import { useLiveEvents } from '../features/live/api/use-live-state.ts'
import { ComparePage } from '../features/compare/components/compare-page.tsx'
import { ReportPage } from '../features/report/components/report-page.tsx'
import { SentPage } from '../features/sent/components/sent-page.tsx'
import { StoragePage } from '../features/storage/components/storage-page.tsx'
import { ThreadPage } from '../features/thread/components/thread-page.tsx'
import { ThreadsPage } from '../features/threads/components/threads-page.tsx'
import { AppHeader } from './app-header.tsx'
import { usePlace } from './router.tsx'
import { UnknownPage } from './unknown-page.tsx'

export function App() {
  const { path } = usePlace()
  const main = useRef<HTMLElement>(null)
  useLiveEvents()
  useFocusOnNewPage(main, path)
  return (
    <DropArea>
      <a
        className="skip-link"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to content
      </a>
      <AppHeader path={path} />
      <LiveBanner />
      <main id="main" ref={main} tabIndex={-1}>
        <PageOf path={path} />
      </main>
    </DropArea>
  )
}

function PageOf({ path }: { path: string }) {
  switch (path) {
    case '/threads':
      return <ThreadsPage />
    case '/thread':
      return <ThreadPage />
    case '/sent':
      return <SentPage />
    case '/compare':
      return <ComparePage />
    case '/imports':
      return <ImportsPage />
    case '/storage':
      return <StoragePage />
    case '/':
      return <ReportPage />
    default:
      return <UnknownPage path={path} />
  }
}

/** A reader of the screen is told of a new page as a browser would: focus moves to its content. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, path: string): void {
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    main.current?.focus({ preventScroll: true })
  }, [main, path])
}
