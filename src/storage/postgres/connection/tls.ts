import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { TlsParameters } from '../options.ts'

/** How connections are made, as libpq's `sslmode` and the files beside it say. */
export interface Tls {
  /** A connection string without them, for a driver that reads them in a way of its own. */
  readonly connectionString: string | undefined
  /** False for none. */
  readonly ssl: false | ConnectionOptions
  /** Whether a server without TLS is good enough. */
  readonly mayGoPlain: boolean
}

const MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
type Mode = (typeof MODES)[number]

type Parameter = keyof TlsParameters

/**
 * Reads libpq's TLS parameters (PostgreSQL manual, "SSL Support" of libpq): of the connection string, else
 * those given. Without a mode it is `prefer`; with a root certificate `require` is `verify-ca`.
 * Unlike libpq it takes `verify-full` without one too, and then trusts what Node.js trusts.
 *
 * @throws HitCraftError INVALID_CONFIG for an unknown mode, or a file that cannot be read
 */
export function readTls(given: string | undefined, besides: TlsParameters = {}): Tls {
  const [base = '', query = ''] = given === undefined ? [] : given.split(/\?(.*)/s)
  const parameters = new URLSearchParams(query)
  const value = (name: Parameter) => {
    const own = parameters.get(name) ?? besides[name] ?? ''
    parameters.delete(name)
    return own
  }
  const [mode, root, certificate, key] = [
    modeOf(value('sslmode')),
    value('sslrootcert'),
    value('sslcert'),
    value('sslkey'),
  ]
  parameters.delete('uselibpqcompat')
  const rest = parameters.toString()
  const connectionString =
    given === undefined ? undefined : `${base}${rest === '' ? '' : '?'}${rest}`
  if (mode === 'disable') return { connectionString, ssl: false, mayGoPlain: false }
  if (mode === 'verify-ca' && root === '') {
    throw invalid('sslmode=verify-ca needs the certificate of an authority', 'sslrootcert')
  }
  const verifies = mode.startsWith('verify') || (mode === 'require' && root !== '')
  const ssl: ConnectionOptions = {
    rejectUnauthorized: verifies,
    ...(verifies && mode !== 'verify-full' ? { checkServerIdentity: () => undefined } : {}),
    // libpq's name for what the system trusts.
    ...(root === '' || root === 'system' ? {} : { ca: read(root, 'sslrootcert') }),
    ...(certificate === '' ? {} : { cert: read(certificate, 'sslcert') }),
    ...(key === '' ? {} : { key: read(key, 'sslkey') }),
  }
  return { connectionString, ssl, mayGoPlain: mode === 'prefer' }
}

function modeOf(text: string): Mode {
  if (text === '') return 'prefer'
  const mode = MODES.find((known) => known === text)
  if (mode !== undefined) return mode
  throw invalid(`"${text}" is no sslmode that is known here`, 'sslmode')
}

function read(file: string, parameter: Parameter): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid(`the file of ${parameter} cannot be read`, parameter, cause)
  }
}

function invalid(message: string, parameter: Parameter, cause?: unknown): HitCraftError {
  return new HitCraftError('INVALID_CONFIG', message, {
    ...(cause === undefined ? {} : { cause }),
    remedy:
      parameter === 'sslmode'
        ? `Set sslmode in DATABASE_URL (or PGSSLMODE) to ${MODES.join(', ')}.`
        : `Set ${parameter} in DATABASE_URL (or PG${parameter.toUpperCase()}) to a PEM file; sslmode says what it is for.`,
  })
}
