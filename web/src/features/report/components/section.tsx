import type { ReactNode } from 'react'

interface SectionProps {
  id: string
  title: string
  about: string
  children: ReactNode
}

export function Section({ id, title, about, children }: SectionProps) {
  return (
    <section id={id} className="section" aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <p className="quiet">{about}</p>
      </header>
      {children}
    </section>
  )
}
