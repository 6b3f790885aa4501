import type { ParsedJson } from './parse-json.ts'

/** What is told of the values of a file beside the values. */
export class JsonNotes {
  #repeated = 0
  #firstRepeated = 0
  #deep = 0
  readonly #passedOver = new Set<string>()

  see({ repeated, isDeep }: ParsedJson, line: number): void {
    if (isDeep) this.#deep++
    if (repeated <= 0) return
    if (this.#repeated === 0) this.#firstRepeated = line
    this.#repeated += repeated
  }

  /** A member beside the list that is read; few, and named by the program that wrote the file. */
  passOver(member: string): void {
    if (this.#passedOver.size < MOST_NAMES) this.#passedOver.add(member)
  }

  texts(): string[] {
    const names = [...this.#passedOver].sort().map((name) => JSON.stringify(name.slice(0, 40)))
    return [
      ...(this.#repeated === 0
        ? []
        : [
            `members that their object names again: ${this.#repeated}, the first on line ${this.#firstRepeated}; the last of each name counts`,
          ]),
      ...(this.#deep === 0
        ? []
        : [`values nested more than 1,000 levels deep: ${this.#deep}; kept as their JSON text`]),
      ...(names.length === 0 ? [] : [`beside the list, not read: ${names.join(', ')}`]),
    ]
  }
}

const MOST_NAMES = 20
