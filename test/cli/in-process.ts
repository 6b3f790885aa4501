import { PassThrough, Readable, Writable } from 'node:stream'
import { runCommandLine } from '../../src/cli/run-command-line.ts'

export interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
  /** Standard output as the one JSON document it must be. */
  json(): Record<string, unknown>
}

/**
 * Runs a command line in this process, with nothing of its settings. `serve` is stopped as soon as it says
 * where it listens.
 */
export async function runHere(
  argv: readonly string[],
  options: { cwd: string; env?: Record<string, string>; input?: string; tty?: boolean },
): Promise<Ran> {
  const stop = new AbortController()
  let out = ''
  let err = ''
  const stdout = sink((text) => {
    out += text
    if (argv[0] === 'serve' && text.includes('http://')) stop.abort()
  })
  const stderr = Object.assign(
    sink((text) => (err += text)),
    { isTTY: options.tty === true, columns: 200 },
  )
  const input = options.tty === true ? new PassThrough() : Readable.from([options.input ?? ''])
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
