import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Damage } from '../../storage/chat-store.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { numberOf } from './derived/tally.ts'

/** One of so many parts of all records: each record is in just one, on either side and in every run. */
export interface Part {
  /** From 1. */
  readonly number: number
  readonly of: number
}

/** Parts that there may be. */
export const MOST_PARTS = 1000

/** @throws HitCraftError INVALID_INPUT for a part that is none */
export function checkPart({ number, of }: Part): void {
  const isOne = Number.isInteger(number) && number >= 1 && number <= of
  if (isOne && Number.isInteger(of) && of >= 2 && of <= MOST_PARTS) return
  throw new HitCraftError('INVALID_INPUT', `part ${number} of ${of} is none`, {
    remedy: `Give a part from 1 to as many as there are, 2 to ${MOST_PARTS.toLocaleString('en-US')}.`,
  })
}

/** Whether a record or stored piece belongs to a part, by the SHA-256 of its kind and id. Without one each does. */
export function isInPart(
  part: Part | undefined,
  kind: MovedKind | Damage['kind'],
  id: string,
): boolean {
  return part === undefined || numberOf(`${kind}\n${id}`) % part.of === part.number - 1
}
