import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { loadConfig, SETTINGS } from '../../src/config.ts'
import type { SettingName } from '../../src/config.ts'
import { parseStoreUrl } from '../../src/storage/parse-store-url.ts'
import { shownValue } from '../../src/storage/backends/settings.ts'

const shown = (value: string, name: SettingName) => shownValue(value, SETTINGS[name])

describe('a setting that is shown', () => {
  it.each<[SettingName, string]>([
    ['MONGODB_URI', 'mongodb://me:p/secret@host/'],
    ['MONGODB_URI', 'mongodb://me:p@secret@host/x'],
    ['MONGODB_URI', 'mongodb://host/?tlsCertificateKeyFilePassword=secret&w=majority'],
    ['MONGODB_URI', 'me:secret@host'],
    ['DATABASE_URL', 'postgres://me:secret@host:5432/x?sslmode=require'],
    ['DATABASE_URL', 'postgres://host/x?user=me&password=secret'],
    ['DATABASE_URL', 'me:secret@host/db'],
    ['S3_ENDPOINT', 'https://me:secret@host:9000'],
    ['AWS_SECRET_ACCESS_KEY', 'secret'],
    ['AWS_SESSION_TOKEN', 'secret'],
    ['AZURE_STORAGE_CONNECTION_STRING', 'AccountName=a;AccountKey=secret;EndpointSuffix=x'],
    ['AZURE_STORAGE_CONNECTION_STRING', 'BlobEndpoint=x;SharedAccessSignature=sv=1&sig=secret'],
    ['AZURE_STORAGE_CONNECTION_STRING', 'BlobEndpoint=https://a.example/?sv=1&sig=secret'],
  ])('%s holds no secret: %s', (name, value) => {
    expect(shown(value, name)).not.toContain('secret')
    expect(shown(value, name)).toContain('***')
  })

  it('keeps what is none', () => {
    const url = 'postgres://me@host:5432/x?sslmode=require'
    expect(shown(url, 'DATABASE_URL')).toBe(url)
    expect(shown('postgres://me:secret@host:5432/x', 'DATABASE_URL')).toBe(
      'postgres://me:***@host:5432/x',
    )
    expect(shown('', 'AWS_SECRET_ACCESS_KEY')).toBe('')
  })
})

describe('the account in the URL of a container', () => {
  const azure = { connectionString: 'AccountName=mine;AccountKey=a2V5', account: 'mine' }
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azure.connectionString,
    AZURE_STORAGE_ACCOUNT: azure.account,
  }
  const opened = (url: string) => parseStoreUrl(url, '.', settings)

  it('is the one that is opened, whatever the settings name', () => {
    expect(opened('azblob://logs?account=other')).toEqual({
      kind: 'azure',
      options: { container: 'logs', prefix: '', account: 'other' },
    })
  })

  it('goes with the connection string of that account', () => {
    expect(opened('azblob://logs?account=mine')).toMatchObject({ options: azure })
    expect(opened('azblob://logs')).toMatchObject({ options: azure })
  })
})

describe('keys in the URL of a bucket or container', () => {
  it.each([
    's3://AKIA:S3CRET@bucket/p',
    's3://S3CRET@bucket',
    's3://AKIA:S3CRET/more@bucket',
    's3://AKIA%3AS3CRET%40bucket',
    'azblob://account:S3CRET@logs/p',
  ])('are refused and not repeated: %s', (url) => {
    const refusal = (() => {
      try {
        return parseStoreUrl(url, '.')
      } catch (error) {
        return error
      }
    })()
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT' })
    expect(inspect(refusal)).not.toContain('S3CRET')
  })
})

describe('the schema of a store in PostgreSQL', () => {
  const chosen = (settings: Readonly<Record<string, string>>) =>
    loadConfig({ cwd: '/', env: { STORAGE_BACKEND: 'postgres', ...settings } }).store
  const url = 'postgres://me@host/chats?schema=mine'

  it('is the one that its URL names, of the settings as of any store', () => {
    const schema = { options: { schema: 'mine' } }
    expect(parseStoreUrl(url, '.', { PGSCHEMA: 'other' })).toMatchObject(schema)
    expect(chosen({ DATABASE_URL: url })).toMatchObject(schema)
    expect(chosen({ DATABASE_URL: url, PGSCHEMA: 'mine' })).toMatchObject(schema)
    expect(chosen({ DATABASE_URL: 'postgres://me@host/chats', PGSCHEMA: 'mine' })).toMatchObject(
      schema,
    )
  })

  it('is refused where URL and setting name two', () => {
    expect(() => chosen({ DATABASE_URL: url, PGSCHEMA: 'other' })).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONFIG',
        message: expect.stringContaining('PGSCHEMA is "other"; allowed: the schema') as unknown,
      }) as Error,
    )
  })
})
