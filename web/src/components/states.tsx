import type { ReactNode } from 'react'
import { ApiError } from '../app/api-client.ts'

/** A place that is being filled; said to a screen reader, drawn as quiet bars. */
export function Loading({ label, lines = 4 }: { label: string; lines?: number }) {
  return (
    <div className="loading" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="skeleton" />
      ))}
    </div>
  )
}

/** What went wrong and what to do about it. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const known = error instanceof ApiError
  return (
    <div className="note note-error" role="alert">
      <p className="note-title">{known ? error.message : 'Something went wrong in this page.'}</p>
      <p>{known ? error.remedy : 'Load it again.'}</p>
      {onRetry === undefined ? undefined : (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children === undefined ? undefined : <p>{children}</p>}
    </div>
  )
}

/** How far something has come; without a share, that it goes on. */
export function ProgressBar({ label, share }: { label: string; share: number | undefined }) {
  return (
    <progress
      className="progress"
      aria-label={label}
      max={1}
      {...(share === undefined ? {} : { value: Math.min(1, share) })}
    />
  )
}
