import { DefaultAzureCredential } from '@azure/identity'
import { BlobServiceClient } from '@azure/storage-blob'
import type { ContainerClient, StoragePipelineOptions } from '@azure/storage-blob'
import { randomBytes } from 'node:crypto'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { AzureOptions } from './options.ts'
import type { ObjectEntry, ObjectStore, PutCondition, StoredObject } from '../object-store.ts'
import { RequestSignals } from '../request-signals.ts'
import { isNoObject } from '../server-errors.ts'
import { AZURE_ADDRESS, azureError } from './azure-errors.ts'

/** Repeated with growing pauses; an address where nobody is is given up within ten seconds. */
const PIPELINE: StoragePipelineOptions = {
  retryOptions: {
    maxTries: 4,
    retryDelayInMs: 200,
    maxRetryDelayInMs: 2000,
  },
}
const PAGE = 5000
/** Metadata of a blob: which write made it. */
const MARK = 'hitcraftwrite'

/** Blobs of a container of Azure Blob Storage. */
export class AzureObjectStore implements ObjectStore {
  readonly kind = 'azure'
  readonly addressSetting = AZURE_ADDRESS
  readonly location: string
  readonly #container: ContainerClient
  readonly #prefix: string
  readonly #signals: RequestSignals
  #server = 'Azure Blob Storage'
  #skew: number | undefined

  /** @throws HitCraftError INVALID_CONFIG for a connection string that is none */
  constructor(options: AzureOptions) {
    const { container, prefix = '' } = options
    this.#prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
    this.#signals = new RequestSignals(options.answerTimeout)
    const service = connect(options)
    this.#container = service.getContainerClient(container)
    this.location = `azblob://${container}/${this.#prefix} at ${new URL(service.url).host}`
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return (await this.#read(key))?.object
  }

  async #read(key: string): Promise<{ object: StoredObject; mark?: string } | undefined> {
    try {
      const blob = this.#container.getBlobClient(this.#prefix + key)
      return await this.#signals.patiently(async (options) => {
        const answer = await blob.download(undefined, undefined, options)
        this.#watch(answer)
        const chunks: Buffer[] = []
        for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk))
        const mark = answer.metadata?.[MARK]
        const object = { bytes: Buffer.concat(chunks), etag: unquoted(answer.etag ?? '') }
        return { object, ...(mark === undefined ? {} : { mark }) }
      })
    } catch (error) {
      const known = azureError(error, this.location)
      if (isNoObject(known)) return undefined
      throw known
    }
  }

  async put(key: string, bytes: Uint8Array, condition?: PutCondition): Promise<string> {
    const mark = randomBytes(12).toString('hex')
    try {
      const blob = this.#container.getBlockBlobClient(this.#prefix + key)
      const conditions =
        condition === undefined
          ? {}
          : condition === 'absent'
            ? { ifNoneMatch: '*' }
            : { ifMatch: `"${condition.etag}"` }
      const metadata = { [MARK]: mark }
      const answer = await this.#signals.patiently((options) =>
        blob.upload(bytes, bytes.byteLength, { ...options, metadata, conditions }),
      )
      this.#watch(answer)
      return unquoted(answer.etag ?? '')
    } catch (error) {
      const known = azureError(error, this.location)
      if (!isHitCraftError(known, 'CONFLICT')) throw known
      // An answer that got lost, and the request was repeated: then it is in conflict with itself.
      const there = await this.#read(key)
      if (there?.mark === mark) return there.object.etag
      throw known
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectEntry> {
    let token: string | undefined
    do {
      const { segment, continuationToken } = await this.#page(prefix, token)
      for (const { name, properties } of segment.blobItems) {
        const { contentLength = 0, etag } = properties
        yield { key: name.slice(this.#prefix.length), size: contentLength, etag: unquoted(etag) }
      }
      token = continuationToken === '' ? undefined : continuationToken
    } while (token !== undefined)
  }

  async #page(prefix: string, token: string | undefined) {
    const from = token === undefined ? {} : { continuationToken: token }
    try {
      return await this.#signals.patiently(async (options) => {
        const blobs = this.#container.listBlobsFlat({ ...options, prefix: this.#prefix + prefix })
        for await (const page of blobs.byPage({ maxPageSize: PAGE, ...from })) {
          this.#watch(page)
          return page
        }
        throw new HitCraftError('UNAVAILABLE', `${this.location} gave no page of its list`)
      })
    } catch (error) {
      throw azureError(error, this.location)
    }
  }

  async delete(key: string): Promise<void> {
    try {
      // With its snapshots; versions that the account keeps are out of reach.
      await this.#signals.patiently((options) =>
        this.#container.deleteBlob(this.#prefix + key, { ...options, deleteSnapshots: 'include' }),
      )
    } catch (error) {
      const known = azureError(error, this.location)
      if (isNoObject(known)) return
      throw known
    }
  }

  describe(): string {
    return this.#server
  }

  clockSkew(): number | undefined {
    return this.#skew
  }

  close(): Promise<void> {
    return this.#signals.end()
  }

  /** Learns from an answer which version speaks and what time it has. */
  #watch({ date, version }: { readonly date?: Date; readonly version?: string }): void {
    if (date !== undefined) this.#skew = date.getTime() - Date.now()
    if (version !== undefined) this.#server = `Azure Blob Storage, version ${version}`
  }
}

function connect({ connectionString, account }: AzureOptions): BlobServiceClient {
  if (connectionString === undefined) {
    if (account === undefined || account === '') {
      throw new HitCraftError('INVALID_CONFIG', 'no storage account is named', {
        remedy: `Set ${AZURE_ADDRESS}, or write azblob://container?account=name.`,
      })
    }
    const url = `https://${account}.blob.core.windows.net`
    return new BlobServiceClient(url, new DefaultAzureCredential(), PIPELINE)
  }
  try {
    return BlobServiceClient.fromConnectionString(connectionString, PIPELINE)
  } catch (error) {
    throw new HitCraftError(
      'INVALID_CONFIG',
      'AZURE_STORAGE_CONNECTION_STRING is no connection string',
      { cause: error, remedy: 'Copy it whole from the access keys of the storage account.' },
    )
  }
}

function unquoted(etag: string): string {
  return etag.replace(/^"(.*)"$/, '$1')
}
