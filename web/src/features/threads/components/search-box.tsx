import { useEffect, useRef, useState } from 'react'
import { changeQuery } from '../../../app/router.tsx'

/** Milliseconds without a key before the search is asked for. */
const PAUSE = 200

/** Words, the last one may be begun; `"…"` is a phrase. `/` goes here from anywhere on the page. */
export function SearchBox({ words }: { words: string }) {
  const [typed, setTyped] = useState(words)
  const [told, setTold] = useState(words)
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  // The address changed by other means (back, a link): it wins over what was typed before.
  if (told !== words) {
    setTold(words)
    setTyped(words)
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      // One search is one step, however many pauses it is typed with.
      if (typed !== words) changeQuery({ words: typed }, { replace: words !== '' && typed !== '' })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [typed, words])
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        changeQuery({ words: typed })
      }}
    >
      <label className="visually-hidden" htmlFor="search">
        Search the threads
      </label>
      <input
        ref={input}
        id="search"
        type="search"
        dir="auto"
        value={typed}
        placeholder='Search words, or "a phrase"'
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  )
}

function useSlashKey(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      const isTyping =
        target instanceof Element && target.closest('input, textarea, select') !== null
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [input])
}
