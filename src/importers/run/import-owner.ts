import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

const DAY = 24 * 60 * 60 * 1000

/** Names the process that reads: its machine, its number, and when it began, as numbers come again. */
export function thisProcess(): string {
  return `${hostname()} ${process.pid} ${startOf(process.pid) ?? Math.round(performance.timeOrigin)}`
}

/**
 * Whether the process is known to be gone. Of another machine nothing is known for a day; what is not
 * named is of a version that named none.
 */
export function isGone(owner: string | undefined, startedAt: string): boolean {
  const [host, number, start] = owner?.split(' ') ?? []
  if (number === undefined) return true
  if (host !== hostname()) return Date.now() - Date.parse(startedAt) > DAY
  const pid = Number(number)
  if (!isRunning(pid)) return true
  const began = startOf(pid)
  return began !== undefined && began !== start
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** When a process began, in the kernel's own ticks; undefined where the system does not tell. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Behind the name, which may hold anything, the start is the 20th field.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
