import type { JsonObject, JsonValue } from '../values/json.ts'
import { isJsonObject } from '../values/json.ts'

/** A run of version 1, which counted its failures and kept the first hundred, as one of version 2. */
export function upgradeRun(older: JsonObject): JsonObject {
  const { failed, errors } = older
  return { ...older, schemaVersion: 2, failedBy: failedBy(failed, errors) }
}

function failedBy(failed: JsonValue | undefined, errors: JsonValue | undefined): JsonObject {
  const listed = Array.isArray(errors) ? errors.filter(isJsonObject) : []
  const counts = [
    ...Map.groupBy(listed, ({ code }) => (typeof code === 'string' ? code : 'unknown')),
  ]
  const unlisted = (typeof failed === 'number' ? failed : 0) - listed.length
  return Object.fromEntries([
    ...counts.map(([code, all]) => [code, all.length] as const),
    ...(unlisted > 0 ? [['unknown', unlisted] as const] : []),
  ])
}
