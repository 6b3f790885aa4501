import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

interface SectionProps {
  id: string
  title: string
  about: string
  children: ReactNode
}

export function Section({ id, title, about, children }: SectionProps) {
  const section = useRef<HTMLElement>(null)
  // Sections come after the answer of the server, too late for the browser's own jump to the hash.
  useEffect(() => {
    if (window.location.hash === `#${id}`) section.current?.scrollIntoView({ behavior: 'instant' })
  }, [id])
  return (
    <section ref={section} id={id} className="section" aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <p className="quiet">{about}</p>
      </header>
      {children}
    </section>
  )
}
