import type { JsonObject } from '../../domain/values/json.ts'
import { readMessageTime } from '../kit/written-time.ts'
import { clean } from './segments.ts'
import type { Segment } from './segments.ts'

const FIELD = /^[\s\p{Cf}]{0,40}(\p{L}[\p{L} _-]{0,40}?)\s{0,8}:(?!\/\/)(.*)$/u
const RULE = /^[\s\p{Cf}]*[-–—=_]{2,200}[\s\p{Cf}]*MESSAGES[\s\p{Cf}]*[-–—=_]{0,200}[\s\p{Cf}]*$/iu
/** Where a field goes on in the next for want of a line end. */
const GLUED = /(?<=\S)(?=(?:Thread ?Id|Status|Messages|Date Range):)/
/** Fields that are kept of one head. */
const MOST_FIELDS = 100

interface Field {
  readonly name: string
  readonly value: string
}

/** A line such as `Status: active`. */
export function fieldOf(text: string): Field | undefined {
  const match = FIELD.exec(text)
  return match === null ? undefined : { name: clean(match[1] ?? ''), value: clean(match[2] ?? '') }
}

/** What stands between the banner of a thread and its first message. */
export class ThreadHead {
  readonly #fields: (Field & { readonly plain: string })[] = []
  /** The first line that says nothing of the thread, and the last. */
  stray: { first: Segment; last: Segment } | undefined

  add(segment: Segment): void {
    if (segment.isBlank || RULE.test(segment.text)) return
    for (const text of segment.text.split(GLUED)) {
      const field = fieldOf(text)
      if (field !== undefined && this.#fields.length < MOST_FIELDS) {
        this.#fields.push({ ...field, plain: plainName(field.name) })
      } else this.stray = { first: this.stray?.first ?? segment, last: segment }
    }
  }

  /** @param name in lower case, without spaces */
  value(name: string): string | undefined {
    return this.#fields.find(({ plain }) => plain === name)?.value
  }

  /** How many messages it says the thread has. */
  get stated(): number | undefined {
    const value = this.value('messages') ?? ''
    return /^\d{1,9}$/.test(value) ? Number(value) : undefined
  }

  /** What it says beyond what has a place of its own, or is checked against what follows. */
  attributes(): JsonObject {
    const attributes = this.#fields.flatMap(({ name, plain, value }): [string, string][] => {
      if (plain === 'status') return [['status', value]]
      if (plain === 'threadid' || (plain === 'messages' && this.stated !== undefined)) return []
      return plain === 'daterange' && isRange(value) ? [] : [[name, value]]
    })
    return Object.fromEntries(attributes)
  }
}

/** Whether a range says nothing that the messages do not. */
function isRange(value: string): boolean {
  return value.split(' to ').every((time) => readMessageTime(time) !== undefined)
}

function plainName(name: string): string {
  return name.replace(/[\s_\p{Cf}]+/gu, '').toLowerCase()
}
