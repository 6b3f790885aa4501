import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AzureObjectStore } from '../../../src/storage/objects/azure-blob/azure-object-store.ts'
import type { ObjectStore } from '../../../src/storage/objects/object-store.ts'
import { S3ObjectStore } from '../../../src/storage/objects/s3/s3-object-store.ts'

const silent = createServer()
let port = 0
beforeAll(async () => {
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => silent.close())

const answerTimeout = 500
const VENDORS: Readonly<Record<string, () => ObjectStore>> = {
  s3: () =>
    new S3ObjectStore({
      bucket: 'logs',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'me', secretAccessKey: 'mine' },
      answerTimeout,
    }),
  azure: () =>
    new AzureObjectStore({
      container: 'logs',
      connectionString:
        'DefaultEndpointsProtocol=http;AccountName=me;AccountKey=bWluZQ==;' +
        `BlobEndpoint=http://127.0.0.1:${port}/me;`,
      answerTimeout,
    }),
}

it.each(Object.keys(VENDORS))(
  'silence of the server is an outage to every request: %s',
  async (vendor) => {
    const objects = VENDORS[vendor]?.()
    if (objects === undefined) throw new Error('no such vendor')
    const outage = { code: 'UNAVAILABLE' }
    const first = async () => {
      for await (const entry of objects.list('')) return entry
      return undefined
    }
    await expect(objects.get('a')).rejects.toMatchObject(outage)
    await expect(objects.put('a', Buffer.from('a'))).rejects.toMatchObject(outage)
    await expect(objects.put('a', Buffer.from('a'), 'absent')).rejects.toMatchObject(outage)
    await expect(first()).rejects.toMatchObject(outage)
    await expect(objects.delete('a')).rejects.toMatchObject(outage)
    await objects.close()
  },
)
