import { DETECTORS } from './detectors.ts'
import { folded } from './folded.ts'
import { findNames } from './names.ts'
import type { RedactedType } from '../../../domain/written/sent.ts'
import type { Found, Redacted } from './redacted.ts'

/** What looks like a placeholder. */
const MARK = /\[[A-Z]+_[0-9]+\]/g

/**
 * Replaces personal data in the texts of one thread, so that the same value has the same placeholder in all of them, and no
 * placeholder is one that somebody wrote.
 */
export class Redactor {
  readonly #names: readonly string[]
  readonly #written: ReadonlySet<string>
  readonly #placeholders = new Map<string, string>()
  readonly #counts = new Map<RedactedType, number>()

  /**
   * @param names of people, replaced wherever they stand as whole words; default none
   * @param texts all that are to be redacted, whose own words are no placeholders
   */
  constructor(names: readonly string[] = [], texts: readonly string[] = []) {
    this.#names = names
    this.#written = new Set(texts.flatMap((text) => text.match(MARK) ?? []))
  }

  /** All so far, in the order in which they were first wanted. */
  get placeholders(): string[] {
    return [...this.#placeholders.values()]
  }

  redact(text: string): Redacted {
    const read = folded(text)
    const found = withoutOverlaps([
      ...DETECTORS.flatMap((detect) => detect(read)),
      ...findNames(text, this.#names),
    ])
    let sent = ''
    let at = 0
    const replaced = found.map((one) => {
      const placeholder = this.#placeholderOf(one.type, read.slice(one.start, one.end))
      sent += text.slice(at, one.start) + placeholder
      at = one.end
      return Object.assign(one, { placeholder })
    })
    return { text: sent + text.slice(at), replaced }
  }

  #placeholderOf(type: RedactedType, value: string): string {
    const key = `${type} ${value.replaceAll(/[\s().-]/g, '').toLowerCase()}`
    const known = this.#placeholders.get(key)
    if (known !== undefined) return known
    const placeholder = this.#next(type)
    this.#placeholders.set(key, placeholder)
    return placeholder
  }

  #next(type: RedactedType): string {
    const count = (this.#counts.get(type) ?? 0) + 1
    this.#counts.set(type, count)
    const placeholder = `[${type}_${count}]`
    return this.#written.has(placeholder) ? this.#next(type) : placeholder
  }
}

/** Those that overlap as one: of the type of the first, and of these of the longest; at one place the detector that comes first. */
function withoutOverlaps(found: readonly Found[]): Found[] {
  const kept: Found[] = []
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last === undefined || one.start >= last.end) kept.push(one)
    else if (one.end > last.end) kept[kept.length - 1] = { ...last, end: one.end }
  }
  return kept
}
