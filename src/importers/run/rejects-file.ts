import {
  appendFileSync,
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Reject } from '../../domain/import-record.ts'
import { fileError } from '../../files/file-error.ts'
import { makeFolder } from '../../files/make-folder.ts'

/**
 * The list of what could not be read: JSON Lines, made when there is the first one, its owner's alone. It is
 * opened for each addition, as an erasure may put another file in its place.
 */
export class RejectsFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  static pathOf(folder: string, importId: string): string {
    return join(folder, `rejects-${importId.replaceAll(':', '')}.jsonl`)
  }

  /** @throws HitCraftError NO_SPACE, PERMISSION, INVALID_CONFIG, UNAVAILABLE, each naming RESULTS_FOLDER */
  add(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return
    inFolder(() => {
      makeFolder(dirname(this.path), 0o700)
      const file = openSync(this.path, 'a', 0o600)
      try {
        appendFileSync(file, rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''))
        fdatasyncSync(file)
      } finally {
        closeSync(file)
      }
    })
  }

  /**
   * Keeps the first lines: what an import wrote behind its last acknowledged batch comes again when it is
   * resumed. A list that is gone begins anew.
   *
   * @throws HitCraftError as `add`
   */
  keepFirst(lines: number): void {
    inFolder(() => {
      if (!existsSync(this.path)) return
      const bytes = readFileSync(this.path)
      let end = 0
      for (let line = 0; line < lines && end !== -1; line++) {
        const newline = bytes.indexOf(0x0a, end)
        end = newline === -1 ? -1 : newline + 1
      }
      if (end !== -1) truncateSync(this.path, end)
    })
  }
}

function inFolder(work: () => void): void {
  try {
    work()
  } catch (error) {
    throw fileError(error, 'RESULTS_FOLDER')
  }
}
