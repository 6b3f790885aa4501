import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'

/** Kinds that are told apart in one note; a log may make up a kind a message. */
const MOST_KINDS = 40

/**
 * Counts what was kept without being understood, or passed over, for the notes of an import. Names that
 * come from the log stand in a note only where they look like names: a note holds no chat text.
 */
export class Tally {
  readonly #counts = new Map<string, number>()

  /** @param before `state` of an earlier part of the same log */
  constructor(before?: JsonValue) {
    if (!isJsonObject(before)) return
    for (const [what, count] of Object.entries(before)) {
      if (typeof count === 'number') this.#counts.set(what, count)
    }
  }

  add(what: string, count = 1): void {
    const known = this.#counts.has(what) || this.#counts.size < MOST_KINDS
    const key = known ? what : 'other things, kept as they are'
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
  }

  /** One note a kind: `what: 3`. */
  notes(): string[] {
    return [...this.#counts].map(([what, count]) => `${what}: ${count}`).sort()
  }

  get state(): JsonObject {
    return Object.fromEntries(this.#counts)
  }
}

/** A name of the log as a note may say it. */
export function toldName(name: string): string {
  return /^[\w.:/-]{1,40}$/.test(name) ? `"${name}"` : 'of an odd name'
}
