import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Worker } from '../../domain/worker.ts'

/** Where a process id means what it means here: two containers may have one host name and the same ids. */
const PID_SPACE = pidSpace()

/** This process, at work now. */
export function workingHere(): Worker {
  return {
    host: hostname(),
    pid: process.pid,
    ...(PID_SPACE === undefined ? {} : { pidSpace: PID_SPACE }),
    heartbeatAt: new Date().toISOString(),
  }
}

/** Whether a process is known to be no more: only of one whose id means here what it meant there. */
export function isKnownToHaveEnded({ host, pid, pidSpace: space }: Worker): boolean {
  return space !== undefined && space === PID_SPACE && host === hostname() && !isAlive(pid)
}

/** Linux tells it: the start of the kernel, and the PID namespace under it. */
function pidSpace(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch (error) {
    // Another system, or a /proc that is kept from us.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

/** Our own id on a run that is not ours is that of a dead process before us. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
