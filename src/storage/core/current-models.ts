import { compareIds } from '../../domain/values/ids.ts'

/** What of a topic model decides whether it is the current one. */
export interface ModelName {
  readonly id: string
  readonly analyzerKey: string
}

/** The newest topic model of each analyzer key: assignments to another do not count. */
export function currentModels(models: Iterable<ModelName>): Map<string, string> {
  const newest = new Map<string, string>()
  for (const { id, analyzerKey } of models) {
    const known = newest.get(analyzerKey)
    if (known === undefined || compareIds(known, id) < 0) newest.set(analyzerKey, id)
  }
  return newest
}
