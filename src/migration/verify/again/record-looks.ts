import { canonicalJson } from '../../../domain/values/canonical-json.ts'
import { compareIds, justBefore } from '../../../domain/values/ids.ts'
import { pluralOf } from '../../sources/moved-kinds.ts'
import type { MovedKind } from '../../sources/moved-kinds.ts'
import { isWhole } from '../../sources/walked-record.ts'
import type { WalkedRecord } from '../../sources/walked-record.ts'
import { differingMembers } from '../derived/expected-row.ts'
import type { Look } from '../derived/probe.ts'
import type { Difference } from '../differences.ts'
import type { Side, Sides } from '../side.ts'

/** What two records of one id differ in: nothing where both are whole and equal, or both are not there. */
export function differencesOf(
  kind: MovedKind,
  source: WalkedRecord | undefined,
  target: WalkedRecord | undefined,
): Difference[] {
  const id = source?.id ?? target?.id ?? ''
  const named = { kind: pluralOf(kind), id, field: '' } as const
  const damages = [source, target].flatMap((record, side): Difference[] => {
    if (record === undefined || isWhole(record)) return []
    const place = `${record.damage.place}: ${record.damage.problem}`
    return [{ ...named, problem: side === 0 ? 'damaged in source' : 'damaged in target', place }]
  })
  if (damages.length > 0) return damages
  if (target === undefined) {
    return source === undefined ? [] : [{ ...named, problem: 'missing in target' }]
  }
  if (source === undefined) return [{ ...named, problem: 'only in target' }]
  if (!isWhole(source) || !isWhole(target) || source.hash === target.hash) return []
  const field = differingMembers(source.value, target.value, 0).join(', ')
  return [{ ...named, field, problem: 'differs' }]
}

/** Reads one record again from both sides, and whether each lists it once. */
export async function lookAtRecord(
  { source, target }: Sides,
  kind: MovedKind,
  id: string,
): Promise<Look> {
  const [left, right] = await Promise.all([readOne(source, kind, id), readOne(target, kind, id)])
  const token = canonicalJson([left, right].map(stateOf))
  const differences = differencesOf(kind, left, right)
  if (differences.length > 0 || left === undefined) return { token, differences }
  const listed = [await timesListed(source, kind, id), await timesListed(target, kind, id)]
  const named = { kind: pluralOf(kind), id } as const
  const misplaced = listed.flatMap((times, at): Difference[] => {
    const side = at === 0 ? 'source' : 'target'
    if (times > 1) return [{ ...named, field: '', problem: `twice in ${side}` }]
    return times === 1 ? [] : [{ ...named, field: 'not listed', problem: `stale in ${side}` }]
  })
  return { token: `${token} ${listed.join()}`, differences: misplaced }
}

/** A record as a side has it; undefined where it has none. */
export async function readOne(
  { records }: Side,
  kind: MovedKind,
  id: string,
): Promise<WalkedRecord | undefined> {
  const found = await records.read(kind, [id])
  return found.find((record) => record.id === id)
}

/** Its hash, or that it is damaged; empty where it is not there. */
export function stateOf(record: WalkedRecord | undefined): string {
  if (record === undefined) return ''
  return isWhole(record) ? record.hash : 'damaged'
}

/** How often a walk gives an id. */
async function timesListed({ records, store }: Side, kind: MovedKind, id: string): Promise<number> {
  // What keeps no lists is read through for an id, and gives each line of it.
  if (store === undefined) {
    return (await records.read(kind, [id])).filter((record) => record.id === id).length
  }
  let times = 0
  for await (const page of records.walk(kind, { after: justBefore(id) })) {
    times += page.filter((record) => record.id === id).length
    if (compareIds(page.at(-1)?.id ?? '', id) > 0) break
  }
  return times
}
