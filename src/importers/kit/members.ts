import type { JsonObject, JsonValue } from '../../domain/values/json.ts'

/** Names as logs spell them, in the order in which they are asked. Case, `_` and `-` do not count. */
export const ID_NAMES = names('id _id messageid uuid msgid')
export const CONVERSATION_NAMES = names(
  `threadid conversationid chatid dialogid dialogueid topicid sessionid thread conversation chat`,
)
export const USER_NAMES = names('userid user enduserid customerid uid')
export const TIME_NAMES = names(
  `createdat created createtime createdtime createdon creationdate datecreated timestamp timestampms
   sentat sent senton postedat insertedat starttime startedat requesttime datetime time date ts when`,
)
export const EDIT_NAMES = names(
  `editedat updatedat modifiedat edittime updatetime updatedtime edited updated modified lastedited
   lastmodified lastupdated`,
)

function names(text: string): readonly string[] {
  return text.split(/\s+/)
}

const PLAIN = new Map<string, string>()
/** Names are few in any log; a log with keys for values must not fill the memory. */
const MOST_NAMES = 10_000

/** The name without case, `_` and `-`; a first `_` stays, for MongoDB's `_id` stands beside `id`. */
export function plainName(name: string): string {
  const known = PLAIN.get(name)
  if (known !== undefined) return known
  const plain = name.replace(/(?<=.)[_-]/g, '').toLowerCase()
  if (PLAIN.size < MOST_NAMES) PLAIN.set(name, plain)
  return plain
}

/** The members of an object, which are taken by name until the rest is left. */
export class Members {
  readonly #left: Map<string, JsonValue>

  constructor(object: JsonObject) {
    this.#left = new Map(Object.entries(object))
  }

  /** Takes away the first member of these names that reads as something; of it alone, or what says nothing. */
  take<T>(
    names: readonly string[],
    read: (value: JsonValue) => T | undefined,
  ): { readonly name: string; readonly value: JsonValue; readonly read: T } | undefined {
    for (const name of names) {
      for (const [key, value] of this.#left) {
        if (plainName(key) !== name) continue
        if (value === null) this.#left.delete(key)
        const found = value === null ? undefined : read(value)
        if (found === undefined) continue
        this.#left.delete(key)
        return { name: key, value, read: found }
      }
    }
    return undefined
  }

  /** The members of these names that are still there, names as the source spells them. */
  named(names: readonly string[]): [name: string, value: JsonValue][] {
    return [...this.#left].filter(([key]) => names.includes(plainName(key)))
  }

  get(key: string): JsonValue | undefined {
    return this.#left.get(key)
  }

  delete(key: string): void {
    this.#left.delete(key)
  }

  /** Puts back what was taken, or a part of it. */
  keep(key: string, value: JsonValue): void {
    this.#left.set(key, value)
  }

  /** What was not taken, if anything. */
  rest(): JsonObject | undefined {
    return this.#left.size === 0 ? undefined : Object.fromEntries(this.#left)
  }
}
