import { expect, it } from 'vitest'
import { parseSourceUrl, sourceUrlOf } from '../../src/migration/sources/source-url.ts'
import { MongoDatabase } from '../../src/storage/mongodb/connection/database.ts'
import { AzureObjectStore } from '../../src/storage/objects/azure-blob/azure-object-store.ts'
import { S3ObjectStore } from '../../src/storage/objects/s3/s3-object-store.ts'
import { Database } from '../../src/storage/postgres/connection/database.ts'

/** Where a store of this URL is; none is connected to. */
function locationOf(url: string): { kind: string; location: string } {
  const target = parseSourceUrl(url, '/data', { AZURE_STORAGE_ACCOUNT: 'account' })
  const { kind } = target
  switch (kind) {
    case 'postgres':
      return { kind, location: new Database(target.options).location }
    case 'mongodb':
      return { kind, location: new MongoDatabase(target.options).location }
    case 's3':
      return { kind, location: new S3ObjectStore(target.options).location }
    case 'azure':
      return { kind, location: new AzureObjectStore(target.options).location }
    case 'archive':
    case 'legacy':
      return { kind, location: target.folder }
    case 'file':
    case 'memory':
      throw new Error(`no case for ${kind}`)
  }
}

it.each([
  'postgres://me@localhost:5433/hitcraft',
  'postgres://me@localhost/hitcraft?schema=chats',
  'postgres://me@localhost/chats.2025',
  'postgres://me@localhost/my.chats?schema=old',
  'postgres://me@localhost/what%3F',
  'postgres://me@[::1]:5433/hitcraft',
  'postgres:///hitcraft?host=/var/run/postgresql',
  'postgres:///hitcraft?host=/var/run/postgresql&schema=chats',
  'mongodb://me@localhost/hitcraft',
  'mongodb://one:27017,two:27018/hitcraft',
  'mongodb+srv://me@cluster.example.net/hitcraft',
  's3://bucket/prefix?region=eu-west-1',
  's3://bucket/prefix?endpoint=http://localhost:9000&region=eu-west-1',
  's3://bucket/prefix?endpoint=https://objects.example&region=eu-west-1',
  'azblob://container/prefix',
  'archive:./backup',
  'legacy:./older',
])('names a source again by its location: %s', (url) => {
  const source = locationOf(url)
  expect(locationOf(sourceUrlOf(source))).toEqual(source)
})
