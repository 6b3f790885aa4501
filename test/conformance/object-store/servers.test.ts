import { ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { BlobServiceClient } from '@azure/storage-blob'
import { AzureObjectStore } from '../../../src/storage/objects/azure-blob/azure-object-store.ts'
import type { AzureOptions } from '../../../src/storage/objects/azure-blob/options.ts'
import type { ObjectStore } from '../../../src/storage/objects/object-store.ts'
import type { S3Options } from '../../../src/storage/objects/s3/options.ts'
import { S3ObjectStore } from '../../../src/storage/objects/s3/s3-object-store.ts'
import type { StoreTarget } from '../../../src/storage/backends/backends.ts'
import { testBackend } from '../../services/backends.ts'
import type { RunningBackend } from '../../services/backends.ts'
import { s3Client } from '../../services/buckets.ts'
import { objectsHolding } from '../../services/bytes.ts'
import { describeOn } from '../../services/describe-on.ts'
import { startProxy } from '../../services/proxy.ts'
import { through } from '../../services/through.ts'
import type { ObjectsUnderTest } from './object-check.ts'
import { runObjectConformance } from './run-object-store.ts'

function objectsAt(target: StoreTarget): ObjectStore {
  if (target.kind === 's3') return new S3ObjectStore(target.options)
  if (target.kind === 'azure') return new AzureObjectStore(target.options)
  throw new Error('that is no bucket')
}

/** Keys of all versions, and of what was deleted and can be had back, beside those that are listed. */
function versionsOf(target: StoreTarget): Promise<string[]> {
  if (target.kind === 's3') return s3Versions(target.options)
  if (target.kind === 'azure') return azureVersions(target.options)
  return Promise.resolve([])
}

async function s3Versions({ bucket, endpoint = '', credentials }: S3Options): Promise<string[]> {
  if (credentials === undefined) throw new Error('the bucket has no credentials')
  const client = s3Client({ endpoint, ...credentials })
  const { Versions, DeleteMarkers } = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket }),
  )
  client.destroy()
  const old = (Versions ?? []).filter(({ IsLatest }) => IsLatest !== true)
  return [...old, ...(DeleteMarkers ?? [])].map(({ Key = '' }) => `version of ${Key}`)
}

async function azureVersions({
  container,
  connectionString = '',
}: AzureOptions): Promise<string[]> {
  const client = BlobServiceClient.fromConnectionString(connectionString)
  const all = client.getContainerClient(container).listBlobsFlat({
    includeDeleted: true,
    includeSnapshots: true,
    includeUncommitedBlobs: true,
  })
  const found: string[] = []
  for await (const { name, deleted, snapshot } of all) {
    if (deleted || (snapshot ?? '') !== '') found.push(`version of ${name}`)
  }
  return found
}

async function open(
  running: RunningBackend,
  traits: Pick<ObjectsUnderTest, 'noConditions' | 'tooSlow'>,
): Promise<ObjectsUnderTest> {
  const { target } = await running.fresh()
  const { port } = running
  const proxy = port === undefined ? undefined : await startProxy(port)
  const objects = objectsAt(
    port === undefined || proxy === undefined ? target : through(target, port, proxy.port),
  )
  return {
    ...traits,
    objects,
    beside: () => objectsAt(target),
    ...(proxy === undefined
      ? {}
      : {
          outage: async () => {
            proxy.refuse()
            proxy.cut()
            return () => proxy.mend()
          },
        }),
    keeping: async (word) => {
      const other = objectsAt(target)
      const holding = await objectsHolding(other, [word])
      await other.close()
      const versions = traits.noConditions === undefined ? await versionsOf(target) : []
      return [...holding, ...versions]
    },
    destroy: async () => {
      await objects.close()
      await proxy?.stop()
    },
  }
}

const SERVERS: Readonly<Record<string, Pick<ObjectsUnderTest, 'noConditions' | 'tooSlow'>>> = {
  s3: {},
  azure: {},
  swift: {
    noConditions: 'Swift answers 501 to a condition on a write',
    ...(process.env['TEST_LONG'] === '1'
      ? {}
      : { tooSlow: 'Swift writes about a hundred objects a second; the long run tries it' }),
  },
}

for (const [name, traits] of Object.entries(SERVERS)) {
  describeOn(testBackend(name), 'the contract of its objects', (running) => {
    runObjectConformance(name, () => open(running(), traits))
  })
}
