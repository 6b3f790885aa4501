import { useRef } from 'react'
import { uploadFiles } from '../api/uploads.ts'

/** Chooses files and sends them; on every page. */
export function AddLogButton({
  label = 'Add a log',
  big = false,
}: {
  label?: string
  big?: boolean
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className={big ? 'button button-main button-big' : 'button button-main'}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Chat logs"
        onChange={({ target }) => {
          void uploadFiles([...(target.files ?? [])])
          target.value = ''
        }}
      />
    </>
  )
}
