import { pluralOf } from '../../sources/moved-kinds.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import type { ComparedRecords } from '../compare-records.ts'
import { lookAtCut, lookAtRelations } from './relation-looks.ts'
import { countersOf, isStale, staleCounter } from '../derived/counters.ts'
import type { DerivedCheck } from '../derived/derived-check.ts'
import { probe } from '../derived/probe.ts'
import type { Look, ProbeOptions } from '../derived/probe.ts'
import type { Difference, SideName } from '../differences.ts'
import type { Suspect } from './look-again.ts'
import { lookAtRecord } from './record-looks.ts'
import type { Sides } from '../side.ts'

/** The derived state of a side, once its threads were walked. */
export interface Checked {
  readonly side: SideName
  readonly store: ChatStore
  readonly check: DerivedCheck
}

/** All that is to be looked at again. */
export async function suspectsOf(
  sides: Sides,
  compared: ComparedRecords,
  checks: readonly Checked[],
  how: Pick<ProbeOptions, 'isDeep' | 'isSearched'>,
): Promise<Suspect[]> {
  const suspects = [
    ...compared.suspects.map(({ kind, id }): Suspect => ({
      look: () => lookAtRecord(sides, kind, id),
    })),
    ...compared.cuts.map((cut): Suspect => ({ look: () => lookAtCut(sides, cut) })),
  ]
  for (const one of checks) {
    suspects.push(...(await derivedSuspects(one, compared, how)))
    const { side, check } = one
    for (const id of check.unsound) {
      suspects.push({ look: () => lookAtRelations(sides, side, check.truth, id) })
    }
  }
  return suspects
}

/** Those of which there are too many to look at each. */
export function notCompared({ beyond }: ComparedRecords, checks: readonly Checked[]): Difference[] {
  return [
    ...[...beyond].map(([kind, count]): Difference => ({
      kind: pluralOf(kind),
      id: '',
      field: `${count} more that differ`,
      problem: 'not compared in target',
    })),
    ...checks.flatMap(({ side, check }) =>
      check.isSpoiled ? spoiledLists(side, check.unreadable) : [],
    ),
    ...checks
      .filter(({ check }) => check.beyond > 0)
      .map(({ side, check }): Difference => ({
        kind: 'threads',
        id: '',
        field: `lists and searches of ${check.beyond} more`,
        problem: `not compared in ${side}`,
      })),
  ]
}

async function derivedSuspects(
  { side, store, check }: Checked,
  { met, suspects: differing }: ComparedRecords,
  how: Pick<ProbeOptions, 'isDeep' | 'isSearched'>,
): Promise<Suspect[]> {
  const { truth } = check
  if (check.isSpoiled) return []
  // What is missing or too much as a record may be listed all the same.
  for (const { kind, id } of differing) if (kind === 'thread') check.suspect(id)
  const threads = [...check.suspects].map(([id, on]): Suspect => ({
    look: () => probe({ side, store, truth, ...how }, id, on),
  }))
  const counters: Suspect[] = [{ look: () => lookAtIndex(side, store) }]
  for (const counter of countersOf(store, truth.keys, met[side])) {
    counters.push({
      look: async () => ({
        token: '',
        differences: (await isStale(counter)) ? [staleCounter(side, counter)] : [],
      }),
    })
  }
  const stale: Suspect[] = []
  for (const one of counters) if ((await one.look()).differences.length > 0) stale.push(one)
  return [...threads, ...stale]
}

/** What the index does not cover yet cannot be found, nor searched for. */
async function lookAtIndex(side: SideName, store: ChatStore): Promise<Look> {
  const { complete, indexed, total } = await store.indexState()
  const stale = staleCounter(side, { kind: 'threads', field: 'search index' })
  return { token: `${indexed} of ${total}`, differences: complete ? [] : [stale] }
}

/** Rows that cannot be read, and that for them nothing was asked of the lists. */
function spoiledLists(side: SideName, ids: readonly string[]): Difference[] {
  const named = { kind: 'threads' } as const
  return [
    ...ids.map((id): Difference => ({
      ...named,
      id,
      field: 'list row: cannot be read',
      problem: `stale in ${side}`,
    })),
    { ...named, id: '', field: 'lists and searches', problem: `not compared in ${side}` },
  ]
}
