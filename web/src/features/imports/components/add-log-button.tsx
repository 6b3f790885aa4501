import { useRef } from 'react'
import { takeChosen } from '../api/take-files.ts'

interface AddLogButtonProps {
  label?: string
  /** Whether a folder is chosen, with all that is in it, instead of files. */
  folder?: boolean
  look?: string
}

/** Chooses files and sends them; on every page. */
export function AddLogButton({
  label = 'Add a log',
  folder = false,
  look = 'button button-main',
}: AddLogButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  const choose = () => {
    if (input.current === null) return
    input.current.webkitdirectory = folder
    input.current.click()
  }
  return (
    <>
      <button type="button" className={look} onClick={choose}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={folder ? 'Folder of chat logs' : 'Chat logs'}
        onChange={({ target }) => {
          void takeChosen([...(target.files ?? [])])
          target.value = ''
        }}
      />
    </>
  )
}
