import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { JsonObject } from './values/json.ts'
import type { KindDefinition } from './kind-definition.ts'

/**
 * A stored record as the present version has it: one of an older version is brought up to date.
 *
 * @returns undefined for what says no version that there can be
 * @throws HitCraftError UNSUPPORTED for a record of a later version of this program
 */
export function presentVersion(
  { title, upgrades }: Pick<KindDefinition<never>, 'title' | 'upgrades'>,
  record: JsonObject,
): JsonObject | undefined {
  const { schemaVersion = 1 } = record
  if (typeof schemaVersion !== 'number' || !Number.isInteger(schemaVersion)) return undefined
  if (schemaVersion < 1) return undefined
  const present = upgrades.length + 1
  if (schemaVersion > present) {
    throw new HitCraftError(
      'UNSUPPORTED',
      `a stored ${title} is of version ${schemaVersion}, and this program knows ${present}`,
      { remedy: 'Use the version of HitCraft Chat Analyzer that wrote it, or a later one.' },
    )
  }
  return upgrades.slice(schemaVersion - 1).reduce((older, upgrade) => upgrade(older), record)
}
