import type { ImportRecord, Reject } from '../../domain/import-record.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { detectFormat } from '../detect/detect-format.ts'
import type { ImportFileOptions } from '../import-options.ts'
import { isReadApart, ReaderThread } from '../apart/reader-thread.ts'
import { broken, newImport } from './import-records.ts'
import type { EarlierImports } from './import-records.ts'
import { ImportWork } from './import-work.ts'
import type { Importer } from '../importer.ts'
import { IMPORTERS } from '../registry.ts'
import { RejectsFile } from './rejects-file.ts'
import { Remarks } from './remarks.ts'
import type { FileBytes } from '../source/file-bytes.ts'
import type { Log } from '../source/log.ts'
import { walkLogs } from '../source/walk-logs.ts'
import type { Found } from '../source/walk-logs.ts'

/** Members that could not be read, each with a record of its own; the others are counted. */
const MOST_FAILED = 100

/** The import of one open file: every log in it, and what is to be said of the rest. */
export class ImportRun {
  readonly #store: ChatStore
  readonly #file: FileBytes
  readonly #fileHash: string
  readonly #earlier: EarlierImports
  readonly #doneBefore: ReadonlySet<string>
  readonly #options: ImportFileOptions
  readonly #records: ImportRecord[] = []
  readonly #remarks = new Remarks()
  #recorded: unknown

  constructor(
    store: ChatStore,
    file: FileBytes,
    fileHash: string,
    earlier: EarlierImports,
    options: ImportFileOptions,
  ) {
    this.#store = store
    this.#file = file
    this.#fileHash = fileHash
    this.#earlier = earlier
    this.#doneBefore = earlier.doneBefore(fileHash)
    this.#options = options
  }

  /** Of each log that has ended. */
  get records(): readonly ImportRecord[] {
    return this.#records
  }

  get fileHash(): string {
    return this.#fileHash
  }

  /** Whether the error stands in the record of the log that it ended. */
  isRecorded(error: unknown): boolean {
    return this.#recorded === error
  }

  /** @throws what the store throws, and what is wrong with the file as a whole */
  async run(): Promise<readonly ImportRecord[]> {
    for await (const found of walkLogs(this.#file, this.#options)) {
      await this.#take(found)
      if (this.#records.at(-1)?.status === 'interrupted') return this.#records
    }
    if (this.#records.length === 0 && this.#remarks.readBefore === 0) {
      throw this.#remarks.nothingRead(this.#file.name)
    }
    await this.#tellUnreadable()
    await this.#tellOfFile()
    return this.#records
  }

  async #take(found: Found): Promise<void> {
    if (found.kind === 'log') {
      const hash = found.key === '' ? this.#fileHash : `${this.#fileHash}#${found.key}`
      if (this.#doneBefore.has(hash)) this.#remarks.readBefore++
      else await this.#read(found.log, hash, found.key !== '')
    } else if (found.kind === 'passed-over') this.#remarks.passOver(found.name, found.what)
    else if (found.kind === 'unreadable') this.#remarks.unreadable.push(found)
    else if (found.kind === 'note') this.#remarks.notes.push(found.text)
    else this.#remarks.troubles.push(found.trouble)
  }

  async #read(log: Log, fileHash: string, isMember: boolean): Promise<void> {
    const importer = await this.#importerOf(log, isMember)
    if (importer === undefined) return
    const { format } = importer
    const apart = isReadApart(log.share.length) ? new ReaderThread(importer) : undefined
    const work = new ImportWork(
      this.#store,
      log,
      apart ?? importer,
      this.#options,
      { ...newImport(log.name, this.#file.size), fileHash, format },
      this.#earlier.unfinished(fileHash, format),
    )
    try {
      this.#ended(await work.run())
    } catch (error) {
      this.#recorded = error
      // What breaks on one member of many is told, and the others are read.
      const goesOn = isMember && !work.storeFailed && isOfContent(error)
      if (goesOn) this.#records.push(work.record)
      this.#options.onRecord?.(work.record)
      if (!goesOn) throw error
    } finally {
      await apart?.close()
    }
  }

  /** Undefined for a member that is no log, or one that is known and cannot be read. */
  async #importerOf(log: Log, isMember: boolean): Promise<Importer | undefined> {
    const { format } = this.#options
    try {
      return format === undefined ? await detectFormat(log) : await IMPORTERS[format]()
    } catch (error) {
      const [damage] = log.rejects
      const seen =
        damage !== undefined && isHitCraftError(error, 'UNKNOWN_FORMAT')
          ? damaged(log.name, damage, error)
          : error
      if (!isMember || !isHitCraftError(seen) || !isOfContent(seen)) throw seen
      if (isHitCraftError(seen, 'UNKNOWN_FORMAT') && seen.details['isChat'] !== true) {
        this.#remarks.passOver(log.name, whatItLooksLike(seen))
      } else this.#remarks.unreadable.push({ name: log.name, error: seen })
      return undefined
    }
  }

  #ended(record: ImportRecord): void {
    this.#records.push(record)
    this.#options.onRecord?.(record)
  }

  async #tellUnreadable(): Promise<void> {
    const { unreadable } = this.#remarks
    const failed = unreadable
      .slice(0, MOST_FAILED)
      .map(({ name, error }) => broken(newImport(name, this.#file.size), error))
    if (failed.length > 0) await this.#store.putRecords('import', failed)
    for (const record of failed) this.#ended(record)
    const more = unreadable.length - failed.length
    if (more > 0) {
      this.#remarks.troubles.push({ reason: `${more} more members could not be read`, length: 0 })
    }
  }

  /** Puts what is to be said of the file as a whole into the record of the last log that was read. */
  async #tellOfFile(): Promise<void> {
    const change = await this.#file.change(this.#fileHash, this.#options.signal)
    this.#remarks.addChange(change)
    const at = this.#records.findLastIndex(({ status }) => status === 'done')
    const record = this.#records[at]
    if (record === undefined || this.#remarks.isEmpty) return
    const { notes, rejects } = this.#remarks.told(record.bytesRead)
    const told = {
      ...this.#rejected(record, rejects),
      notes: [...new Set([...record.notes, ...notes])],
    }
    const { fileHash: _fileHash, ...unnamed } = told
    // What was read are not the bytes that were hashed.
    const changed = change === 'changed' ? unnamed : told
    await this.#store.putRecords('import', [changed])
    this.#records[at] = changed
    this.#options.onRecord?.(changed)
  }

  #rejected(record: ImportRecord, rejects: readonly Reject[]): ImportRecord {
    if (rejects.length === 0) return record
    const path = record.rejectsFile ?? RejectsFile.pathOf(this.#options.rejectsFolder, record.id)
    new RejectsFile(path).add(rejects)
    return { ...record, rejected: record.rejected + rejects.length, rejectsFile: path }
  }
}

/** Of what was read, not of the store, the disk or a signal. */
function isOfContent(error: unknown): boolean {
  if (!isHitCraftError(error)) return error instanceof Error && !('code' in error)
  return ['INVALID_INPUT', 'UNSUPPORTED', 'UNKNOWN_FORMAT'].includes(error.code)
}

/** As detection says it. */
function whatItLooksLike({ message, details }: HitCraftError): string {
  const { seen } = details
  return typeof seen === 'string' ? seen : message
}

function damaged(name: string, { reason }: Reject, cause: HitCraftError): HitCraftError {
  const seen = whatItLooksLike(cause)
  return new HitCraftError(
    'INVALID_INPUT',
    `${name} is damaged: ${reason}; what could be unpacked looks like ${seen}`,
    { remedy: 'Fetch it again from where it came from.', cause },
  )
}
