import { join } from 'node:path'
import { foldedName, safeName } from '../../../../domain/values/ids.ts'
import type { FileFolders } from '../../../backends/folders.ts'

/** Where everything lies. The seed's names are fixed; the others are this backend's own. */
export interface Layout {
  readonly folders: FileFolders
  readonly catalog: string
  readonly log: string
  /** `<kind>.jsonl`: records, the last line of an id counts. */
  readonly records: string
  /** One `<run id>.jsonl` a run: which threads it covered. */
  readonly history: string
  /** `{"id", "asOf", "hash"}` lines: which threads there are, as they were last stored or confirmed. */
  readonly sightings: string
  /** Bytes that did not hold, and for each what it was. */
  readonly damaged: string
  /** The seed's `analysis_history.json`. */
  readonly analysisHistory: string
  threadFile(id: string): string
  textFile(id: string): string
}

/** @param names `folded`: ids that a folding disk would take for one another's are named by their hash */
export function layoutOf(folders: FileFolders, names: 'plain' | 'folded'): Layout {
  const { data, threads } = folders
  const nameOf = names === 'plain' ? safeName : foldedName
  return {
    folders,
    catalog: join(data, 'catalog.sqlite'),
    log: join(data, 'log'),
    records: join(data, 'records'),
    history: join(data, 'history'),
    sightings: join(data, 'sightings.jsonl'),
    damaged: join(data, 'damaged'),
    analysisHistory: join(data, 'analysis_history.json'),
    threadFile: (id) => join(threads, `${nameOf(id)}.json`),
    textFile: (id) => join(threads, `${nameOf(id)}.txt`),
  }
}
