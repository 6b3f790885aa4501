import { useEffect, useRef, useState } from 'react'
import { changeQuery } from '../../../app/router.tsx'

/** Milliseconds without a key before the search is asked for. */
const PAUSE = 200

type By = 'words' | 'like'

const PLACEHOLDERS: Readonly<Record<By, string>> = {
  words: 'Search words, or "a phrase"',
  like: 'What users would ask for, in any language; Enter searches',
}

/**
 * Words, the last one may be begun; `"…"` is a phrase. By meaning, what is typed is searched for at Enter alone, as every
 * analysis is looked through. `/` goes here from anywhere on the page.
 */
export function SearchBox({ words, like }: { words: string; like: string }) {
  const [by, setBy] = useState<By>(like === '' ? 'words' : 'like')
  const [typed, setTyped] = useState(like === '' ? words : like)
  const [told, setTold] = useState({ words, like })
  const input = useRef<HTMLInputElement>(null)
  useSlashKey(input)
  // The address changed by other means (back, a link): it wins over what was typed before.
  if (told.words !== words || told.like !== like) {
    setTold({ words, like })
    setTyped(like === '' ? words : like)
    if (like !== '') setBy('like')
    else if (words !== '') setBy('words')
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      // One search is one step, however many pauses it is typed with.
      if (by === 'words' && typed !== words)
        changeQuery(search('words', typed), { replace: words !== '' && typed !== '' })
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [by, typed, words])
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        changeQuery(search(by, typed))
      }}
    >
      <div className="search-box">
        <label className="visually-hidden" htmlFor="search">
          Search the threads
        </label>
        <input
          ref={input}
          id="search"
          type="search"
          dir="auto"
          value={typed}
          placeholder={PLACEHOLDERS[by]}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <label className="search-by">
        <span className="visually-hidden">Search by</span>
        <select
          value={by}
          onChange={({ target }) => {
            const next = target.value === 'like' ? 'like' : 'words'
            setBy(next)
            if (typed !== '') changeQuery(search(next, typed))
          }}
        >
          <option value="words">by words</option>
          <option value="like">by meaning</option>
        </select>
      </label>
    </form>
  )
}

/** One way of searching at a time. */
function search(by: By, text: string): Record<string, string> {
  return { words: '', like: '', near: '', [by]: text }
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
