import type { Facet } from '../../../../domain/thread/facet.ts'
import { decodeKey, encodeKey } from '../../../../domain/values/ids.ts'
import { intOf, textOf } from '../../../core/row-reader.ts'
import type { Catalog } from '../catalog.ts'

/** The key of facets that hold without an analyzer key. */
export const OWN = ''
/** Stands for a user whose every message has lost to another form: kept so that erasing finds the thread. */
export const LOST_USER = 'lost user'
/** Every analyzed thread has it under the key. */
export const ANALYZED: Facet = { name: 'state', value: 'analyzed' }

/** Under which facets a thread is listed, by number, and at which place. */
export interface Listing {
  readonly last: string
  readonly facets: readonly number[]
}

/**
 * The facets of threads, each known by a number, in the order of lists. A facet that no thread has any more
 * is forgotten with its value, which may be words of a thread. The caller is in `catalog.write`.
 */
export class FacetIndex {
  readonly #catalog: Catalog
  /** Numbers that were met in the present turn. */
  readonly #known = new Map<string, number>()
  #turn = 0

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** The numbers of facets, ordered; one that is new gets one. */
  numbersOf(key: string, facets: readonly Facet[]): number[] {
    return facets.map((facet) => this.#numberOf(key, facet)).sort((a, b) => a - b)
  }

  #numberOf(key: string, facet: Facet): number {
    if (this.#turn !== this.#catalog.turn) this.#known.clear()
    this.#turn = this.#catalog.turn
    const name = JSON.stringify([key, facet.name, facet.value])
    const number =
      this.#known.get(name) ?? numberOf(this.#catalog, key, facet) ?? this.#add(key, facet)
    this.#known.set(name, number)
    return number
  }

  #add(key: string, { name, value }: Facet): number {
    const row = this.#catalog.one(
      'INSERT INTO facet_values (key, name, value) VALUES (?, ?, ?) RETURNING n',
      encodeKey(key),
      name,
      encodeKey(value),
    )
    return intOf(row, 'n')
  }

  /** Lists a thread (encoded id) anew; only what differs is written. */
  list(id: string, before: Listing | undefined, now: Listing | undefined): void {
    const isMoved = before?.last !== now?.last
    const had = new Set(before?.facets)
    const has = new Set(now?.facets)
    for (const facet of had) {
      if (before === undefined || (!isMoved && has.has(facet))) continue
      const sql = 'DELETE FROM facets WHERE facet = ? AND last = ? AND id = ?'
      this.#catalog.run(sql, facet, before.last, id)
    }
    for (const facet of has) {
      if (now === undefined || (!isMoved && had.has(facet))) continue
      this.#catalog.run('INSERT OR IGNORE INTO facets VALUES (?, ?, ?)', facet, now.last, id)
    }
    for (const facet of had) if (!has.has(facet)) this.#forgetUnused(facet)
  }

  #forgetUnused(facet: number): void {
    this.#known.clear()
    this.#catalog.run(
      'DELETE FROM facet_values WHERE n = ?1 AND NOT EXISTS (SELECT 1 FROM facets WHERE facet = ?1)',
      facet,
    )
  }
}

/** The number of a facet; undefined for one that no thread has. */
export function numberOf(
  catalog: Catalog,
  key: string,
  { name, value }: Facet,
): number | undefined {
  const row = catalog.one(
    'SELECT n FROM facet_values WHERE key = ? AND name = ? AND value = ?',
    encodeKey(key),
    name,
    encodeKey(value),
  )
  return row === undefined ? undefined : intOf(row, 'n')
}

/** The threads in which a user wrote, also where only a lost form is theirs, in the order of ids. */
export function threadsOfUser(catalog: Catalog, userId: string): string[] {
  const rows = catalog.all(
    `SELECT DISTINCT f.id FROM facet_values v JOIN facets f ON f.facet = v.n
     WHERE v.key = '${OWN}' AND v.name IN ('user', '${LOST_USER}') AND v.value = ?
     ORDER BY f.id`,
    encodeKey(userId),
  )
  return rows.map((row) => decodeKey(textOf(row, 'id')))
}
