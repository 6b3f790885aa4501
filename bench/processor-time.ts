import { readdirSync, readFileSync } from 'node:fs'

/** Of the kernel's counters, as Linux shows them to programs. */
const TICKS_A_SECOND = 100

interface Times {
  readonly parent: number
  /** Seconds of its own, and of its children that have ended and were waited for. */
  readonly own: number
  readonly ended: number
}

/** Seconds of processor time of a process and of all its children, those that have ended too. Linux only; 0 of one that is gone. */
export function processorTimeOf(pid: number): number {
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const times = timesOf(Number(name))
        return times === undefined ? [] : [[Number(name), times] as const]
      }),
  )
  const sum = (one: number): number => {
    const times = all.get(one)
    if (times === undefined) return 0
    const children = [...all].filter(([, { parent }]) => parent === one)
    return times.own + times.ended + children.reduce((total, [child]) => total + sum(child), 0)
  }
  return sum(pid)
}

function timesOf(pid: number): Times | undefined {
  try {
    // Behind the name, which may hold spaces: state, parent, …, and from the twelfth the four times.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const seconds = (at: number) => Number(fields[at]) / TICKS_A_SECOND
    return {
      parent: Number(fields[1]),
      own: seconds(11) + seconds(12),
      ended: seconds(13) + seconds(14),
    }
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}
