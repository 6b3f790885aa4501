import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Reject } from '../domain/import-record.ts'

/** The list of what could not be read: JSON Lines, made when there is the first one. */
export class RejectsFile {
  readonly path: string
  #file: number | undefined

  constructor(folder: string, importId: string) {
    this.path = join(folder, `rejects-${importId.replaceAll(':', '')}.jsonl`)
  }

  add(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return
    if (this.#file === undefined) {
      mkdirSync(join(this.path, '..'), { recursive: true })
      this.#file = openSync(this.path, 'a')
    }
    writeSync(this.#file, rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''))
    fdatasyncSync(this.#file)
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}
