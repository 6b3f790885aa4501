import { afterAll, beforeAll, describe } from 'vitest'
import { openS3Store } from '../../src/storage/objects/s3/open-s3-store.ts'
import type { S3Options } from '../../src/storage/store-target.ts'
import { newBucket, signInto } from '../services/buckets.ts'
import { startCeph, whyNotCeph } from '../services/ceph.ts'
import type { S3Server } from '../services/s3-server.ts'
import { runConformance } from './run-conformance.ts'

const missing = whyNotCeph()
const skipped = missing !== undefined && process.env['CI'] !== 'true'

describe.skipIf(skipped)(`s3 (Ceph RGW)${skipped ? `: NOT RUN, ${missing}` : ''}`, () => {
  let server: S3Server
  let bucket: S3Options
  let stores = 0
  beforeAll(async () => {
    server = await startCeph()
    signInto(server)
    bucket = await newBucket(server)
  }, 120_000)
  afterAll(() => server.stop())

  runConformance('s3', async () => {
    const options = { ...bucket, prefix: `store-${++stores}` }
    const open = () => openS3Store(options)
    let store = await open()
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await open()
        return store
      },
      beside: open,
      destroy: () => store.close(),
    }
  })
})
