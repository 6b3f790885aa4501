import type { FailureKind } from '../../domain/analysis/failure-kind.ts'
import type { Count } from '../figures.ts'
import { doorTo } from '../door.ts'
import type { Door } from '../door.ts'
import { DayCounts } from './time/day-counts.ts'
import { Tally } from './tally.ts'

/** What a case is about; several parts hold together. `any`: a failure of whatever kind. */
export interface CasePart {
  readonly failure?: FailureKind | 'any'
  readonly topic?: string
  readonly need?: string
  /** A need in the words of who asked, that is in no group. */
  readonly needed?: string
}

/** Threads with the same trouble or wish. Its id is the same in every run: it compares with the one before. */
export class Case extends Tally {
  readonly id: string
  readonly part: CasePart
  /** Of the n, those in which nobody complained of the failure. */
  silent = 0
  /** Of the n, those that ended without what was asked for. */
  badly = 0
  /** Of the n, those in which the answer that proves it declined: refused, could not, or did not know. */
  declined = 0
  /** Threads by language. */
  readonly languages = new Map<string, number>()
  /** Also of threads before the report's range. */
  readonly days = new DayCounts()
  /** Of the n. */
  readonly daysHere = new DayCounts()

  constructor(part: CasePart) {
    super()
    this.part = part
    this.id = caseId(part)
  }

  /** The list of its threads. */
  get door(): Door {
    return doorTo({ ...this.part })
  }

  /** What is counted among them, where it is not none: those of which nobody complained, the bad ends. */
  also(): AlsoCounted[] {
    const { failure, topic } = this.part
    const noticed = failure === undefined ? undefined : `${failure}/nobody`
    return [
      ...(this.silent === 0
        ? []
        : [{ text: 'nobody complained in', n: this.silent, threads: this.#among({ noticed }) }]),
      ...(topic === undefined || failure !== undefined || this.badly === 0
        ? []
        : [{ text: 'ended badly:', n: this.badly, threads: this.#among({ outcome: 'badly' }) }]),
    ]
  }

  #among(more: Readonly<Record<string, string | undefined>>): Door {
    return doorTo({ ...this.part, ...more })
  }
}

/** A count as the end of a sentence. */
export interface AlsoCounted extends Count {
  readonly text: string
}

/** `failure:cut-off@t3`, `need:n4`, `needed:…`, `topic:t3`. */
export function caseId({ failure, topic, need, needed }: CasePart): string {
  if (needed !== undefined) return `needed:${needed}`
  if (failure === undefined) return need === undefined ? `topic:${topic}` : `need:${need}`
  return topic === undefined ? `failure:${failure}` : `failure:${failure}@${topic}`
}
