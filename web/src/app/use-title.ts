import { useEffect } from 'react'

const PROGRAM = 'HitCraft Chat Analyzer'

/** Names the tab, its bookmark and its step of the history; the program alone for no title. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? PROGRAM : `${title} · ${PROGRAM}`
  }, [title])
}
