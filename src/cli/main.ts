import { HitCraftError } from '../errors/hitcraft-error.ts'
import { EXIT } from './exit-codes.ts'
import { runCommandLine } from './run-command-line.ts'

/**
 * Runs one verb as this process.
 * @returns the exit status: see `exit-codes.ts`
 */
export async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController()
  const release = stopOnSignals(stop)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `hitcraft … | head` closes the pipe early; that is no error of ours.
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    const unwritten = new HitCraftError(
      error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'NO_SPACE' : 'UNAVAILABLE',
      `standard output takes no more (${error.code ?? error.message})`,
      { cause: error, remedy: 'Send the output elsewhere, or free space where it goes.' },
    )
    stop.abort(unwritten)
  })
  // Nobody reads what is told beside the result: the work goes on.
  process.stderr.on('error', () => undefined)
  try {
    const { stdin, stdout, stderr } = process
    return await runCommandLine(argv, {
      input: stdin,
      stdout,
      stderr,
      cwd: process.cwd(),
      signal: stop.signal,
    })
  } finally {
    release()
  }
}

/**
 * The first Ctrl-C (or SIGTERM) asks the work to stop and keep its state; a second one does not wait.
 * @returns what takes the handlers away again
 */
function stopOnSignals(stop: AbortController): () => void {
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted)
    process.stderr.write('\nStopping; what was done is kept. Press Ctrl-C again to stop at once.\n')
    stop.abort(
      new HitCraftError('INTERRUPTED', 'stopped before the end', {
        remedy: 'Run the same command again: it goes on from here.',
      }),
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
