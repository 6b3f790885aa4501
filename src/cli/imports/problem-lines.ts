import { basename } from 'node:path'
import type { HitCraftError } from '../../errors/hitcraft-error.ts'
import { count, oneLine } from '../output/format.ts'
import type { PassedOver } from './files-of.ts'

/** Problems alike that are told as they come; of the others it is said at the end which they are. */
const MOST_TOLD = 3
const MOST_NAMED = 8

interface Kind {
  readonly text: string
  told: number
  readonly more: string[]
}

/** Tells people of files that could not be read: what many have in common is said once. */
export class ProblemLines {
  readonly #note: (line: string) => void
  readonly #kinds = new Map<string, Kind>()
  readonly #remedies = new Set<string>()

  constructor(note: (line: string) => void) {
    this.#note = note
  }

  /** @param name what the message calls the file */
  tell(shown: string, name: string, { code, message, remedy }: HitCraftError): void {
    const text = message.startsWith(`${name} `) ? message.slice(name.length + 1) : message
    const kind = this.#kinds.get(`${code} ${text}`) ?? { text, told: 0, more: [] }
    this.#kinds.set(`${code} ${text}`, kind)
    if (kind.told === MOST_TOLD) {
      kind.more.push(shown)
      return
    }
    kind.told++
    this.#note(`${shown}: ${text} (${code})`)
    if (remedy === undefined || this.#remedies.has(remedy)) return
    this.#remedies.add(remedy)
    this.#note(`  ${remedy}`)
  }

  /** Names what was not told as it came. */
  end(): void {
    for (const { text, more } of this.#kinds.values()) {
      if (more.length > 0) this.#note(`The same of ${more.length} more (${namesOf(more)}): ${text}`)
    }
  }
}

/** `14 files are no logs and were passed over:`, and below it which, by what they are. */
export function passedOverLines(all: readonly PassedOver[]): string[] {
  if (all.length === 0) return []
  const kinds = Map.groupBy(all, ({ what }) => what)
  const [is, was] = all.length === 1 ? ['is no log', 'was'] : ['are no logs', 'were']
  return [
    `${count(all.length, 'file')} ${is} and ${was} passed over:`,
    ...[...kinds].map(
      ([what, files]) => `  ${oneLine(what, 100)}: ${namesOf(files.map(({ file }) => file))}`,
    ),
  ]
}

/** `a.json, b.json and 3 more`. */
function namesOf(shown: readonly string[]): string {
  const rest = shown.length - MOST_NAMED
  const names = shown.slice(0, MOST_NAMED).map((name) => basename(name))
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
