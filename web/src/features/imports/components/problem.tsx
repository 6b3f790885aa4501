interface ProblemProps {
  title: string
  error: { readonly message: string; readonly remedy: string } | undefined
  onDismiss?: () => void
}

/** A failure with what to do about it. */
export function Problem({ title, error, onDismiss }: ProblemProps) {
  return (
    <div className="note note-error" role="alert">
      <p className="note-title">{title}</p>
      {error === undefined ? undefined : (
        <p>
          {sentence(error.message)} {error.remedy}
        </p>
      )}
      {onDismiss === undefined ? undefined : (
        <button type="button" className="button button-quiet" onClick={onDismiss}>
          Dismiss
        </button>
      )}
    </div>
  )
}

function sentence(message: string): string {
  // A message may begin with a file's name, which keeps its own letters.
  const isName = /^\S+\.\S/.test(message)
  const text = isName ? message : message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}
