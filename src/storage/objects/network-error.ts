import { HitCraftError } from '../../errors/hitcraft-error.ts'

const CERTIFICATE = /certificate|self.signed|CERT_|ERR_TLS|UNABLE_TO_(VERIFY|GET)|DEPTH_ZERO/i

/**
 * What kept an SDK from an answer. A certificate that is not trusted is a matter of settings; all else
 * may pass.
 *
 * @param setting the one that names the address
 */
export function networkError(error: Error, location: string, setting: string): HitCraftError {
  const code = 'code' in error ? String(error.code) : error.name
  if (CERTIFICATE.test(`${code} ${error.message}`)) {
    return new HitCraftError(
      'UNAVAILABLE',
      `${location}: its certificate is not trusted (${code})`,
      {
        cause: error,
        remedy: `Set NODE_EXTRA_CA_CERTS to the file of its authority, or correct ${setting}.`,
      },
    )
  }
  return new HitCraftError('UNAVAILABLE', `${location} does not answer (${code})`, {
    cause: error,
    remedy: `Check that it runs and can be reached, and that ${setting} is right.`,
  })
}
