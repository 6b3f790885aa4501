import { bucketUnderTest } from './bucket-under-test.ts'
import { runConformance } from './run-conformance.ts'

// What S3 and Azure share, without a server: quick to run, and no proof of either.
runConformance('bucket in memory', bucketUnderTest())
