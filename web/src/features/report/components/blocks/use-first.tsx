import { useState } from 'react'
import type { ReactNode } from 'react'
import { number } from '../../../../components/format.ts'

/** The first few items of a long list, and the button that shows all. */
export function useFirst<T>(
  items: readonly T[],
  first: number,
): { shown: readonly T[]; more: ReactNode } {
  const [isWhole, setWhole] = useState(false)
  if (isWhole || items.length <= first) return { shown: items, more: undefined }
  return {
    shown: items.slice(0, first),
    more: (
      <button type="button" className="button button-quiet" onClick={() => setWhole(true)}>
        Show all {number(items.length)}
      </button>
    ),
  }
}
