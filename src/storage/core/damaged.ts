import { isRecordKind } from '../../domain/records.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { Damage, StoredOutcome } from '../chat-store.ts'

/** A stored piece that was read, and where. */
export type Piece = Pick<Damage, 'kind' | 'id' | 'place'>

/**
 * CORRUPT for a stored piece, with what {@link damageOf} reads of it again.
 * @param problem as in {@link Damage}
 */
export function corrupt(piece: Piece, problem: string, cause?: unknown): HitCraftError {
  const { kind, id, place } = piece
  const name = id === undefined ? '' : ` (${kind} ${JSON.stringify(id)})`
  return new HitCraftError('CORRUPT', `${place}${name} ${problem}`, {
    ...(cause === undefined ? {} : { cause }),
    remedy: remedyFor(kind),
    details: {
      kind,
      place,
      problem,
      ...(id === undefined ? {} : { id }),
      ...(kind === 'thread' && id !== undefined ? { threadId: id } : {}),
    },
  })
}

function remedyFor(kind: Damage['kind']): string {
  if (kind === 'thread') {
    return 'Import the thread again, which repairs it, restore it from a backup, or erase it.'
  }
  if (kind === 'analysis') {
    return 'Restore it from a backup, or run hitcraft reindex and hitcraft analyze: the thread is pending then.'
  }
  return 'Restore it from a backup; hitcraft doctor names all that is damaged.'
}

/** The damage that an error tells of; undefined for one that is not of {@link corrupt}. */
export function damageOf({ code, details }: HitCraftError): Damage | undefined {
  const { kind, id, place, problem } = details
  if (code !== 'CORRUPT' || typeof place !== 'string' || typeof problem !== 'string') {
    return undefined
  }
  if (kind !== 'thread' && kind !== 'store' && !isRecordKind(kind)) return undefined
  return { kind, place, problem, ...(typeof id === 'string' ? { id } : {}) }
}

/** Told of each piece that is damaged, which is then left out. */
export type OnDamage = (damage: Damage) => void

/** What a reading gives; undefined for a damaged piece, once somebody has been told of it. */
export function readable<T>(read: () => T, damaged: OnDamage | undefined): T | undefined {
  try {
    return read()
  } catch (error) {
    const damage = error instanceof HitCraftError ? damageOf(error) : undefined
    if (damaged === undefined || damage === undefined) throw error
    damaged(damage)
    return undefined
  }
}

/**
 * Outcomes that say where the damaged bytes lie of threads that were replaced.
 * @param kept by id
 */
export function withKeptAt(
  outcomes: readonly StoredOutcome[],
  kept: ReadonlyMap<string, string>,
): StoredOutcome[] {
  return outcomes.map((outcome) => {
    const keptAt = outcome.damage === 'replaced' ? kept.get(outcome.id) : undefined
    return keptAt === undefined ? outcome : Object.assign({}, outcome, { keptAt })
  })
}

/** The damage that a reading meets; undefined for a piece that is whole. */
export function damageIn(read: () => unknown): Damage | undefined {
  const damages: Damage[] = []
  readable(read, (damage) => damages.push(damage))
  return damages[0]
}

/** The same of a reading that takes its time. */
export async function damageInLater(read: () => Promise<unknown>): Promise<Damage | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    const damage = error instanceof HitCraftError ? damageOf(error) : undefined
    if (damage === undefined) throw error
    return damage
  }
}

/** What a reading gives; undefined where the piece is damaged, for who does without it. */
export function ifWhole<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    return withoutDamage(error)
  }
}

/** The same of a reading that takes its time. */
export async function ifWholeLater<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    return withoutDamage(error)
  }
}

function withoutDamage(error: unknown): undefined {
  if (!isHitCraftError(error, 'CORRUPT')) throw error
}
