import { visibleLine } from '../../domain/values/visible.ts'

/** Tells how far long work has come: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** `total` undefined: how much there is cannot be known. */
  update(done: number, total: number | undefined, detail?: string): void
  /** Leaves the line, so that the next text starts on a fresh one. */
  end(): void
}

export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const BAR_CELLS = 24
const TTY_INTERVAL_MS = 80
const LINE_INTERVAL_MS = 5000

/** @param now the clock, in milliseconds */
export function createProgress(
  label: string,
  stream: ProgressStream,
  now: () => number = () => performance.now(),
): Progress {
  const interval = stream.isTTY === true ? TTY_INTERVAL_MS : LINE_INTERVAL_MS
  let last = stream.isTTY === true ? Number.NEGATIVE_INFINITY : now()
  let drawn = false
  const name = visibleLine(label)
  return {
    update(done, total, detail) {
      const time = now()
      if (time - last < interval && done !== total) return
      if (stream.isTTY !== true && time - last < interval) return
      last = time
      const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total)
      const percent = share === undefined ? '' : `${String(Math.floor(share * 100)).padStart(3)} %`
      const tail = visibleLine([percent, detail].filter(Boolean).join('  '))
      if (stream.isTTY !== true) {
        stream.write(`${name}: ${tail}\n`)
        return
      }
      const filled = Math.round((share ?? 0) * BAR_CELLS)
      const bar = share === undefined ? '' : '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled)
      const line = `${name}  ${bar}  ${tail}`
      stream.write(`\r\u001B[2K${line.slice(0, (stream.columns ?? 80) - 1)}`)
      drawn = true
    },
    end() {
      if (drawn) stream.write('\r\u001B[2K')
      drawn = false
    },
  }
}
