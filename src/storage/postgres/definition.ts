import type { Backend } from '../backends/backend.ts'
import { given } from '../../domain/values/given.ts'
import type { Setting, StoreSettings } from '../backends/settings.ts'
import type { PostgresOptions, TlsParameters } from './options.ts'

const SETTINGS = {
  DATABASE_URL: {
    fallback: '',
    about: "postgres://…; else libpq's PG* variables",
    shown: 'as a URL',
  },
  PGDATABASE: { fallback: 'hitcraft', about: 'database when there is no DATABASE_URL' },
  PGSCHEMA: { fallback: 'public', about: 'schema of the tables' },
  PGSSLMODE: { fallback: '', about: 'disable, prefer, require, verify-ca or verify-full' },
  PGSSLROOTCERT: { fallback: '', about: "certificate of the server's authority, a file" },
  PGSSLCERT: { fallback: '', about: 'certificate of the client, a file' },
  PGSSLKEY: { fallback: '', about: 'its key, a file' },
} as const satisfies Record<string, Setting>

type Name = keyof typeof SETTINGS

export const postgres: Backend<
  { readonly kind: 'postgres'; readonly options: PostgresOptions },
  Name
> = {
  kind: 'postgres',
  settings: SETTINGS,
  chosen(settings) {
    const url = settings.given('DATABASE_URL')
    if (url !== undefined && !/^postgres(ql)?:/.test(url)) {
      throw settings.refusal('DATABASE_URL', 'a URL such as postgres://user@host:5432/hitcraft')
    }
    const where =
      url === undefined ? { database: settings.given('PGDATABASE') } : { connectionString: url }
    const options = given({ ...where, schema: chosenSchema(settings, url) })
    return { kind: 'postgres', options: { ...options, tls: tlsParameters(settings) } }
  },
  url: {
    schemes: ['postgres', 'postgresql'],
    form: 'postgres://user@host/database',
    parse: (url, _, settings) => ({
      kind: 'postgres',
      options: {
        connectionString: url,
        ...given({ schema: schemaIn(url) }),
        tls: tlsParameters(settings),
      },
    }),
  },
  open: async ({ options }) =>
    (await import('./postgres-chat-store.ts')).openPostgresStore(options),
}

/**
 * The schema of the store of the settings: the one that its URL names, else that of PGSCHEMA.
 * @throws HitCraftError INVALID_CONFIG where PGSCHEMA names another than the URL, and not the default
 */
function chosenSchema(settings: StoreSettings<Name>, url = ''): string | undefined {
  const [named, set] = [schemaIn(url), settings.given('PGSCHEMA')]
  if (named === undefined || set === named || set === SETTINGS.PGSCHEMA.fallback) {
    return named ?? set
  }
  throw settings.refusal('PGSCHEMA', 'the schema that DATABASE_URL names, or nothing beside it')
}

/** The schema that a URL names. PGSCHEMA is that of the store of the settings alone, and says nothing of other URLs. */
function schemaIn(url: string): string | undefined {
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1]).get('schema') ?? undefined
}

function tlsParameters(settings: StoreSettings<Name>): TlsParameters {
  return given({
    sslmode: settings.given('PGSSLMODE'),
    sslrootcert: settings.given('PGSSLROOTCERT'),
    sslcert: settings.given('PGSSLCERT'),
    sslkey: settings.given('PGSSLKEY'),
  })
}
