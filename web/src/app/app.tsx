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
import { cameThroughHistory, usePlace } from './router.tsx'
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

/**
 * A reader of the screen is told of a new page as a browser would: focus moves to its content, to its heading where that takes
 * it, and on the way back to the link that was followed.
 */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, path: string): void {
  const { href } = window.location
  const shown = useRef({ path, href })
  useEffect(() => {
    const left = shown.current
    shown.current = { path, href }
    if (left.path === path) return
    const links = Array.from(main.current?.querySelectorAll('a') ?? [])
    const followed = cameThroughHistory()
      ? links.find((link) => link.href === left.href)
      : undefined
    const heading = main.current?.querySelector<HTMLElement>('h1[tabindex]')
    const target = followed ?? heading ?? main.current
    target?.focus({ preventScroll: true })
  }, [main, path, href])
}
