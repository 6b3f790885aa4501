import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { takeDropped } from '../api/take-files.ts'

/** Files and folders can be dropped anywhere on the page. */
export function DropArea({ children }: { children: ReactNode }) {
  const isOver = useFileDrop()
  return (
    <>
      {children}
      {isOver ? (
        <div className="drop-veil" aria-hidden="true">
          <p>Drop to read it in</p>
        </div>
      ) : undefined}
    </>
  )
}

function useFileDrop(): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    // Entering a child is told before leaving its parent: only the balance says whether we are out.
    let depth = 0
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      depth++
      setOver(true)
    }
    const over = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault()
    }
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      if (event.dataTransfer !== null) void takeDropped(event.dataTransfer)
    }
    const handlers = { dragenter: enter, dragover: over, dragleave: leave, drop } as const
    const names = Object.keys(handlers) as (keyof typeof handlers)[]
    for (const name of names) window.addEventListener(name, handlers[name])
    return () => {
      for (const name of names) window.removeEventListener(name, handlers[name])
    }
  }, [])
  return isOver
}
