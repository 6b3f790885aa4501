import { BlobServiceClient } from '@azure/storage-blob'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { inParallel } from '../../src/storage/objects/bucket/in-parallel.ts'
import type { OpenBare } from './bare-store.ts'
import { SqliteIndex } from './sqlite-index.ts'

/** One PUT a thread, sixteen at once; lists have no bare peer but SQLite's. */
export const openBareS3: OpenBare = async ({ target }) => {
  if (target.kind !== 's3') throw new Error('not a bucket of S3')
  const { bucket, endpoint, region, credentials } = target.options
  const client = new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  return onObjects({
    put: (key, body) => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })),
    get: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return Body?.transformToString()
    },
    close: () => client.destroy(),
  })
}

export const openBareAzure: OpenBare = async ({ target }) => {
  if (target.kind !== 'azure') throw new Error('not a container of Azure')
  const { container, connectionString = '' } = target.options
  const client = BlobServiceClient.fromConnectionString(connectionString)
  const blobs = client.getContainerClient(container)
  return onObjects({
    put: (key, body) => blobs.getBlockBlobClient(key).upload(body, body.length),
    get: async (key) => (await blobs.getBlobClient(key).downloadToBuffer()).toString('utf8'),
    close: () => undefined,
  })
}

function onObjects(objects: {
  put(key: string, body: Buffer): Promise<unknown>
  get(key: string): Promise<string | undefined>
  close(): void
}) {
  const index = new SqliteIndex()
  return {
    how: 'one PUT a thread, 16 at once',
    async write(threads: readonly Thread[]) {
      await inParallel(threads, (thread) =>
        objects.put(`bare/${thread.id}.json`, Buffer.from(JSON.stringify(thread))),
      )
      index.add(threads)
    },
    read: async (id: string) => JSON.parse((await objects.get(`bare/${id}.json`)) ?? ''),
    page: async (before: string) => index.page(before),
    pending: async (after: string) => index.pending(after),
    close: async () => {
      objects.close()
      index.close()
    },
  }
}
