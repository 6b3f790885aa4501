import { decodeKey, encodeKey } from '../../../../domain/values/ids.ts'
import { kinded } from '../../../core/record-row.ts'
import type { KindedRecord } from '../../../core/record-row.ts'
import { textOf } from '../../../core/row-reader.ts'
import { storedNumbers } from '../../../core/stored-json.ts'
import { STATE_KINDS, statesOf } from '../../../core/thread-state.ts'
import type { KeyState } from '../../../core/thread-state.ts'
import { recordOfRow } from '../catalog-records.ts'
import type { Catalog, Row } from '../catalog.ts'
import { addTo, countOf, nextEpoch } from './counters.ts'
import { ANALYZED, numberOf } from './facet-index.ts'
import type { FacetIndex } from './facet-index.ts'

const STATE_RECORDS = `SELECT kind, id, body FROM records
  WHERE thread = ? AND kind IN (${STATE_KINDS.map((kind) => `'${kind}'`).join(', ')})`

/** A record that was just stored, which need not be read for it. */
export interface StoredRecord {
  /** Encoded. */
  readonly id: string
  readonly kinded: KindedRecord
}

/** Where the thread of a row stands under one key. */
interface Stated {
  readonly key: string
  readonly labels: string
  readonly facets: readonly number[]
}

/**
 * Where threads stand under the keys under which they are analyzed. A key is settled when no thread was
 * pending under it: those that are pending later are among the threads that changed in a later epoch
 * (`threads.changed`), so that nothing is kept a thread and key for them. The caller is in `catalog.write`.
 */
export class ThreadStates {
  readonly #catalog: Catalog
  readonly #facets: FacetIndex
  /** As of the present turn. */
  #models: { readonly turn: number; readonly byKey: ReadonlyMap<string, string> } | undefined

  constructor(catalog: Catalog, facets: FacetIndex) {
    this.#catalog = catalog
    this.#facets = facets
  }

  /** States a thread (encoded id) anew by what is stored. */
  restate(id: string, stored?: StoredRecord): void {
    const thread = this.#catalog.one('SELECT content_hash, last FROM threads WHERE id = ?', id)
    if (thread === undefined) return
    this.stand(id, textOf(thread, 'content_hash'), textOf(thread, 'last'), stored)
  }

  /** As {@link restate}, of a thread that stands like this. */
  stand(id: string, contentHash: string, last: string, stored?: StoredRecord): void {
    const rows = this.#catalog.all(STATE_RECORDS, id)
    const before = this.#stated(id)
    if (rows.length === 0 && before.length === 0) return
    const states = statesOf({
      contentHash,
      models: this.#currentModels(),
      records: rows.flatMap((row) =>
        stored !== undefined && isRowOf(stored, row) ? stored.kinded : recordOf(row),
      ),
    })
    const now = new Map(states.map((state) => [encodeKey(state.analyzerKey), state]))
    for (const [key, state] of now) {
      this.#set(
        id,
        last,
        before.find((one) => one.key === key),
        this.#stateOf(key, state),
      )
    }
    for (const one of before) if (!now.has(one.key)) this.#lapse(id, last, one)
  }

  /** After a thread's last message has another time. */
  move(id: string, from: string, to: string): void {
    for (const { facets } of this.#stated(id)) {
      this.#facets.list(id, { last: from, facets }, { last: to, facets })
    }
  }

  forget(id: string, last: string): void {
    for (const one of this.#stated(id)) this.#drop(id, last, one)
  }

  #stated(id: string): Stated[] {
    const rows = this.#catalog.all('SELECT key, labels, facets FROM analyzed WHERE id = ?', id)
    return rows.map((row) => ({
      key: textOf(row, 'key'),
      labels: textOf(row, 'labels'),
      facets: numbersIn(row),
    }))
  }

  #currentModels(): ReadonlyMap<string, string> {
    const { turn } = this.#catalog
    if (this.#models?.turn !== turn) {
      const sql = "SELECT name, value FROM meta WHERE name > 'model ' AND name < 'model!'"
      const rows = this.#catalog.all(sql)
      const models = rows.map(
        (row) =>
          [
            decodeKey(textOf(row, 'name').slice('model '.length)),
            decodeKey(textOf(row, 'value')),
          ] as const,
      )
      this.#models = { turn, byKey: new Map(models) }
    }
    return this.#models.byKey
  }

  /**
   * The newest model of a key counts, and what was made under an older one no more.
   * @param id encoded
   */
  modelStored(analyzerKey: string, id: string): void {
    const name = `model ${encodeKey(analyzerKey)}`
    if ((this.#catalog.meta(name) ?? '') >= id) return
    this.#catalog.setMeta(name, id)
    this.#models = undefined
    const number = numberOf(this.#catalog, analyzerKey, ANALYZED)
    if (number === undefined) return
    for (const row of this.#catalog.all('SELECT id FROM facets WHERE facet = ?', number)) {
      this.restate(textOf(row, 'id'))
    }
  }

  #stateOf(key: string, { analyzerKey, labels, facets }: KeyState): Stated {
    const numbers = this.#facets.numbersOf(analyzerKey, [ANALYZED, ...facets])
    return { key, labels: JSON.stringify(labels), facets: numbers }
  }

  #set(id: string, last: string, before: Stated | undefined, now: Stated): void {
    const facets = JSON.stringify(now.facets)
    if (before?.labels === now.labels && JSON.stringify(before.facets) === facets) return
    this.#catalog.run(
      'INSERT OR REPLACE INTO analyzed VALUES (?, ?, ?, ?)',
      id,
      now.key,
      now.labels,
      facets,
    )
    this.#facets.list(id, before === undefined ? undefined : { last, facets: before.facets }, {
      last,
      facets: now.facets,
    })
    if (before !== undefined) return
    const analyzed = addTo(this.#catalog, `analyzed ${now.key}`, 1)
    if (analyzed === countOf(this.#catalog, 'threads')) this.#settle(now.key)
  }

  /** Nothing is pending under the key: what will be are threads that change from now on. */
  #settle(key: string): void {
    const epoch = addTo(this.#catalog, 'epoch', 1)
    this.#catalog.run('INSERT OR REPLACE INTO counters VALUES (?, ?)', `settled ${key}`, epoch)
  }

  /** A thread that is pending again counts as changed. */
  #lapse(id: string, last: string, stated: Stated): void {
    this.#drop(id, last, stated)
    const sql = 'UPDATE threads SET changed = ? WHERE id = ?'
    this.#catalog.run(sql, nextEpoch(this.#catalog), id)
  }

  #drop(id: string, last: string, { key, facets }: Stated): void {
    this.#catalog.run('DELETE FROM analyzed WHERE id = ? AND key = ?', id, key)
    this.#facets.list(id, { last, facets }, undefined)
    addTo(this.#catalog, `analyzed ${key}`, -1)
  }
}

/**
 * The numbers of the facets in a row.
 * @throws HitCraftError CORRUPT
 */
export function numbersIn(row: Row): number[] {
  return storedNumbers(row['facets'])
}

function isRowOf({ id, kinded }: StoredRecord, row: Row): boolean {
  return row['id'] === id && row['kind'] === kinded.kind
}

function recordOf(row: Row): KindedRecord[] {
  const kinds = STATE_KINDS.filter((kind) => kind === row['kind'])
  return kinds.map((kind) => kinded(kind, recordOfRow(kind, row)))
}
