import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import { textOf } from '../../core/row-reader.ts'
import { CATALOG_SCHEMA, CATALOG_VERSION } from './catalog-schema.ts'
import { diskError } from './disk-error.ts'

/** A row of the catalog. */
export type Row = Record<string, SQLOutputValue>

const BUSY = 5
/** Milliseconds after which waiting for another writer is given up. */
const LOCK_TIMEOUT = 60_000

/**
 * The SQLite database that answers queries and is the lock between writers of several processes. It is
 * not synced at each commit: the log is what is durable, and a catalog that is lost or behind is brought
 * up from it.
 */
export class Catalog {
  readonly #path: string
  readonly #isPrivate: boolean
  #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #queue: Promise<unknown> = Promise.resolve()
  #turn = 0
  #isNew: boolean
  /** Of the file that is open: another one under its name was put there by a process that made it anew. */
  #inode: number | undefined

  /**
   * @param options.private no other process opens it, and nobody misses it after a crash: it is not
   *   synced at all, and its name is gone once it is open, where the system allows that
   * @throws HitCraftError PERMISSION, NO_SPACE; UNSUPPORTED for a catalog of a later version
   */
  constructor(path: string, options: { readonly private?: boolean } = {}) {
    this.#path = path
    this.#isPrivate = options.private === true
    const opened = openOrMake(path, this.#isPrivate)
    this.#db = opened.db
    this.#isNew = opened.isNew
    this.#inode = this.#isPrivate ? undefined : inodeOf(path)
  }

  /** Whether it was made now, so that it has to be filled. */
  get isNew(): boolean {
    return this.#isNew
  }

  /** The number of the present change: what was read in an earlier one may have changed since. */
  get turn(): number {
    return this.#turn
  }

  /** Another connection to the same file, for work of which this one sees nothing until it is done. */
  beside(): Catalog {
    return new Catalog(this.#path)
  }

  /** Makes the file anew, empty: of a damaged one nothing can be deleted. The caller has the turn. */
  startAnew(): void {
    this.#db.close()
    removeCatalog(this.#path)
    this.#reopen()
  }

  #reopen(): void {
    const opened = openOrMake(this.#path, this.#isPrivate)
    if (this.#db.isOpen) this.#db.close()
    this.#db = opened.db
    this.#isNew ||= opened.isNew
    this.#inode = this.#isPrivate ? undefined : inodeOf(this.#path)
    this.#statements.clear()
  }

  /** What of the file's structure is damaged, as SQLite says it; undefined where nothing is. */
  damage(): string | undefined {
    try {
      const found = this.one('PRAGMA quick_check(1)')?.['quick_check']
      return found === 'ok' ? undefined : String(found)
    } catch (error) {
      if (isHitCraftError(error, 'CORRUPT')) return error.message
      throw error
    }
  }

  /**
   * Goes on with another file in place of this one, which must be private. What does not open as a
   * catalog of this version is replaced by an empty one.
   * @returns whether the file was one
   */
  replace(path: string): boolean {
    const opened = openOrMake(path, this.#isPrivate)
    this.#db.close()
    this.#db = opened.db
    this.#statements.clear()
    return !opened.isNew
  }

  /** Takes the tokens of deleted threads out of the search index, which only marks them else. */
  forgetWords(): void {
    this.exec("INSERT INTO search(search) VALUES ('optimize')")
  }

  /** A copy of the whole, compact: nothing of what was deleted is in it. */
  copyTo(path: string): void {
    this.run('VACUUM INTO ?', path)
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guarded(() => this.#prepare(sql).all(...values))
  }

  one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guarded(() => this.#prepare(sql).get(...values))
  }

  /**
   * The rows of a long list, piece by piece: between two of them others may write.
   * @param sql its last parameters are the `id` that a piece comes behind, and how many rows it has
   */
  *pieces(size: number, sql: string, ...values: SQLInputValue[]): Generator<Row[]> {
    let rows = this.all(sql, ...values, '', size)
    while (rows.length > 0) {
      yield rows
      rows = rows.length < size ? [] : this.all(sql, ...values, textOf(rows.at(-1), 'id'), size)
    }
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#guarded(() => this.#prepare(sql).run(...values))
  }

  exec(sql: string): void {
    this.#guarded(() => this.#db.exec(sql))
  }

  meta(name: string): string | undefined {
    const value = this.one('SELECT value FROM meta WHERE name = ?', name)?.['value']
    return typeof value === 'string' ? value : undefined
  }

  setMeta(name: string, value: string): void {
    this.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', name, value)
  }

  /**
   * Runs a change as the only writer of all processes; callers of one process take turns. The change is
   * kept whole or, if it throws, not at all.
   */
  write<T>(change: () => T): Promise<T> {
    const turn = this.#queue.then(() => this.#writeNow(change))
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  /** Keeps the writers of this process waiting; those of others go on. */
  hold<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  /**
   * As {@link write}, for a change that takes long and lets the process go on meanwhile. Whoever reads
   * through this connection sees it half done, so it must be one {@link beside} the other.
   */
  async writeLong<T>(change: () => Promise<T>): Promise<T> {
    await this.#begin()
    try {
      const result = await change()
      this.#guarded(() => this.#db.exec('COMMIT'))
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  async #writeNow<T>(change: () => T): Promise<T> {
    await this.#begin()
    try {
      const result = change()
      this.#guarded(() => this.#db.exec('COMMIT'))
      return result
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  /** Waits without blocking the process, as SQLite's own busy timeout would. */
  async #begin(): Promise<void> {
    const deadline = performance.now() + LOCK_TIMEOUT
    for (let wait = 1; ; wait = Math.min(wait * 2, 20)) {
      try {
        if (!this.#db.isOpen) throw new HitCraftError('UNAVAILABLE', 'the store is closed')
        this.#db.exec('BEGIN IMMEDIATE')
        this.#turn++
        if (this.#inode === undefined || this.#inode === inodeOf(this.#path)) return
        this.#db.exec('ROLLBACK')
        this.#reopen()
        continue
      } catch (error) {
        if (!isBusy(error)) throw diskError(error, this.#path)
        if (performance.now() > deadline) throw busy(error)
      }
      await delay(wait * (0.5 + Math.random()))
    }
  }

  /** Waits for writers of this process and closes. */
  async close(): Promise<void> {
    await this.#queue
    if (this.#db.isOpen) this.#db.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #guarded<T>(call: () => T): T {
    if (!this.#db.isOpen) throw new HitCraftError('UNAVAILABLE', 'the store is closed')
    try {
      return patiently(call)
    } catch (error) {
      throw diskError(error, this.#path)
    }
  }
}

/**
 * Reading is kept waiting only while another process opens or closes the same file, for moments: so it is
 * waited for in place.
 */
function patiently<T>(call: () => T): T {
  const deadline = performance.now() + LOCK_TIMEOUT
  for (;;) {
    try {
      return call()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() > deadline) throw busy(error)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

function busy(cause: unknown): HitCraftError {
  return new HitCraftError('UNAVAILABLE', 'another process has been writing for a minute', {
    cause,
    remedy: 'Wait for it to end, or end it; then run this again.',
  })
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}

/** Takes a catalog away with what SQLite keeps beside it. */
export function removeCatalog(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}

interface Opened {
  readonly db: DatabaseSync
  readonly isNew: boolean
}

function openOrMake(path: string, isPrivate: boolean): Opened {
  let opened = openDatabase(path, isPrivate)
  if (opened === undefined) {
    removeCatalog(path)
    opened = openDatabase(path, isPrivate)
  }
  if (opened === undefined) {
    throw new HitCraftError('CORRUPT', `the catalog ${path} cannot be opened or made anew`)
  }
  // Open files of Windows keep their names; there the folder goes with the process that made it.
  if (isPrivate && process.platform !== 'win32') removeCatalog(path)
  return opened
}

/** @returns undefined when the file is damaged or of another version, and so has to go */
function openDatabase(path: string, isPrivate: boolean): Opened | undefined {
  let db: DatabaseSync | undefined
  try {
    // SQLite would make it readable for all; what it puts beside the file gets the rights of this one.
    closeSync(openSync(path, 'a', 0o600))
    db = new DatabaseSync(path, { timeout: 5000 })
    if (isPrivate) {
      db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY')
      db.exec('PRAGMA synchronous = OFF')
    } else {
      enterWal(db)
      db.exec('PRAGMA synchronous = NORMAL')
    }
    db.exec('PRAGMA secure_delete = ON')
    db.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY')
    const isNew = makeTables(db)
    // A damaged page shows at the first look; a whole check would read the file.
    db.prepare('SELECT count(*) FROM (SELECT 1 FROM threads LIMIT 1)').get()
    // From here on waiting is done outside of SQLite, which would stop the whole process for it.
    db.exec('PRAGMA busy_timeout = 0')
    return { db, isNew }
  } catch (error) {
    db?.close()
    if (isDamaged(error)) return undefined
    throw diskError(error, path)
  }
}

/** SQLite does not wait for its timeout here when another process is just making the same database. */
function enterWal(db: DatabaseSync): void {
  patiently(() => db.exec('PRAGMA journal_mode = WAL'))
}

/** Looks first: to open beside a writer must not take its turn. @returns whether the tables were made now */
function makeTables(db: DatabaseSync): boolean {
  const versionOf = () => Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (patiently(versionOf) === CATALOG_VERSION) return false
  patiently(() => db.exec('BEGIN IMMEDIATE'))
  try {
    const version = versionOf()
    if (version !== CATALOG_VERSION && version !== 0) throw new OtherVersion()
    if (version === 0) db.exec(`${CATALOG_SCHEMA} PRAGMA user_version = ${CATALOG_VERSION}`)
    db.exec('COMMIT')
    return version === 0
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

class OtherVersion extends Error {}

function isDamaged(error: unknown): boolean {
  if (error instanceof OtherVersion) return true
  // SQLITE_CORRUPT, SQLITE_NOTADB, and a schema that is not ours (SQLITE_ERROR: no such table).
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return code === 11 || code === 26 || code === 1
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY
}
