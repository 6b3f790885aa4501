import { PassThrough, Readable, Writable } from 'node:stream'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { runCommandLine } from '../../src/cli/run-command-line.ts'

export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
  /** Standard output as the one JSON document it must be. */
  json(): Record<string, unknown>
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Whether a person looks: standard output and standard error are a terminal, of `columns` cells a line. */
  readonly tty?: boolean
  readonly columns?: number
  /** What a person at a terminal types before the end of the input. */
  readonly typed?: string
  /** Once this stands on standard output it is stopped, as by Ctrl-C; empty: at once. */
  readonly stopAt?: string
}

/**
 * Runs a command line in this process, with nothing of its settings. `serve` is stopped as soon as it says
 * where it listens.
 */
export async function runHere(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const stop = new AbortController()
  const interrupt = () => stop.abort(new HitCraftError('INTERRUPTED', 'stopped before the end'))
  if (options.stopAt === '') interrupt()
  let out = ''
  let err = ''
  const terminal = { isTTY: options.tty === true, columns: options.columns ?? 200 }
  const stdout = Object.assign(
    sink((text) => {
      out += text
      if (options.stopAt !== undefined && out.includes(options.stopAt)) interrupt()
      if (argv[0] === 'serve' && text.includes('http://')) stop.abort()
    }),
    terminal,
  )
  const stderr = Object.assign(
    sink((text) => (err += text)),
    terminal,
  )
  const piped = options.tty === true ? new PassThrough() : Readable.from([options.input ?? ''])
  const { typed } = options
  const input = typed === undefined ? piped : Object.assign(Readable.from([typed]), { isTTY: true })
  const exit = await runCommandLine(argv, {
    cwd: options.cwd,
    env: { HOME: options.cwd, PORT: '0', LOG_LEVEL: 'silent', ...options.env },
    input,
    stdout,
    stderr,
    signal: stop.signal,
  })
  return { exit, out, err, json: () => JSON.parse(out) as Record<string, unknown> }
}

function sink(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(chunk.toString())
      done()
    },
  })
}
