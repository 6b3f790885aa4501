import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { S3Options } from '../../src/storage/objects/s3/options.ts'
import type { S3Server } from './s3-server.ts'

type Access = Pick<S3Server, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>

/** Lets the SDK of this process be the server's first user, as an operator's environment would. */
export function signInto(server: Access): void {
  process.env['AWS_ACCESS_KEY_ID'] = server.accessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = server.secretAccessKey
  process.env['AWS_REGION'] = 'us-east-1'
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
}

/** A client beside the product's own, to look with and to make buckets. */
export function s3Client(server: Access): S3Client {
  return new S3Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: server,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
}

let made = 0

/** A new, empty bucket. */
export async function newBucket(server: Access): Promise<S3Options> {
  const bucket = `test-${process.pid}-${++made}`
  await s3Client(server).send(new CreateBucketCommand({ Bucket: bucket }))
  return { bucket, endpoint: server.endpoint, region: 'us-east-1' }
}
