import { visible, visibleLine } from '../../domain/values/visible.ts'
import type { HitCraftError } from '../../errors/hitcraft-error.ts'
import { createProgress } from './progress.ts'
import type { Progress, ProgressStream } from './progress.ts'

/** Where a process writes. */
export interface OutputStreams {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: NodeJS.WritableStream & ProgressStream
}

/**
 * The only way to standard output and standard error. Texts of logs and of arguments pass through it with
 * their hidden characters shown, so none can drive the reader's terminal. With `--json` exactly one document
 * goes to standard output, that of an error among them, and every other line to standard error.
 */
export class Output {
  readonly #streams: OutputStreams
  readonly json: boolean
  #documents = 0

  /** Cells of a line of standard output; absent where it is no terminal. */
  readonly columns?: number

  constructor(streams: OutputStreams, json: boolean) {
    this.#streams = streams
    this.json = json
    if (streams.stdout.isTTY === true) this.columns = streams.stdout.columns ?? 80
  }

  /** A line of the result, on standard output. */
  readonly print = (line: string): void => {
    if (this.json) this.note(line)
    else this.#streams.stdout.write(`${visible(line)}\n`)
  }

  /** Lines of the result as they come; each waits until the one before is taken. */
  readonly printLines = async (lines: AsyncIterable<string>): Promise<void> => {
    for await (const line of lines) await this.#streamed(`${visible(line)}\n`)
  }

  /** The result as one JSON document, on standard output. */
  readonly printJson = (document: unknown): void => {
    this.#begin()
    this.#streams.stdout.write(`${visible(JSON.stringify(document, undefined, 2))}\n`)
  }

  /** A document `{<name>: […]}` of texts that are JSON already, as they come. */
  readonly printJsonList = async (name: string, items: AsyncIterable<string>): Promise<void> => {
    this.#begin()
    let before = `{${JSON.stringify(name)}: [\n`
    try {
      for await (const item of items) {
        await this.#streamed(before + visible(item))
        before = ',\n'
      }
    } finally {
      // Even when it ends early it is one document; the exit status and standard error say that it did.
      await this.#streamed(before.startsWith('{') ? `${before}]}\n` : '\n]}\n')
    }
  }

  /** A remark, on standard error. */
  readonly note = (line: string): void => {
    this.#streams.stderr.write(`${visible(line)}\n`)
  }

  readonly progress = (label: string): Progress => createProgress(label, this.#streams.stderr)

  /** What ended the command. */
  error(known: HitCraftError): void {
    this.note(`hitcraft: ${visibleLine(known.message)} (${known.code})`)
    if (known.remedy !== undefined) this.note(`  ${visibleLine(known.remedy)}`)
    const { code, message, remedy } = known
    if (this.json && this.#documents === 0) this.printJson({ error: { code, message, remedy } })
  }

  /** A defect of ours: all there is to mend it by. */
  defect(error: unknown): void {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.note(`hitcraft: a defect of this program (INTERNAL)\n${told}`)
    if (this.json && this.#documents === 0) {
      const message = 'a defect of this program; standard error says where'
      this.printJson({ error: { code: 'INTERNAL', message } })
    }
  }

  /** Resolves when standard output has taken everything, or is known to take nothing more. */
  async flush(): Promise<void> {
    await this.#streamed('')
  }

  #begin(): void {
    this.#documents++
    if (this.#documents > 1) throw new Error('a second document for standard output')
  }

  /** Waits until the text is taken, so that a slow reader costs no memory. */
  #streamed(text: string): Promise<void> {
    return new Promise((done) => {
      // A failure comes as an event too, which is where it is looked at.
      this.#streams.stdout.write(text, () => done())
    })
  }
}
