import { HitCraftError } from '../../errors/hitcraft-error.ts'

/**
 * `scheme://name/prefix?parameters`, the prefix decoded; undefined without a name.
 * @throws HitCraftError INVALID_INPUT, which repeats nothing of the URL, for one with keys where the name stands
 */
export function bucketParts(
  url: string,
): { name: string; prefix: string; parameters: URLSearchParams } | undefined {
  const [, name = '', path = '', query = ''] =
    /^[a-z0-9]+:\/\/([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? []
  if (name === '') return undefined
  // No bucket or container is called so, and its name is shown.
  if (/[@:]|%(?:40|3a)/i.test(name)) {
    throw new HitCraftError('INVALID_INPUT', 'that URL of a store holds keys or a port', {
      remedy: 'Write the name of the bucket or container alone; keys come by the settings.',
    })
  }
  return { name, prefix: decoded(path, decodeURIComponent), parameters: new URLSearchParams(query) }
}

/** @throws HitCraftError INVALID_INPUT for a percent sign that encodes nothing, and for NUL */
export function decoded(text: string, decode: (text: string) => string): string {
  let plain: string | undefined
  try {
    plain = decode(text)
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause
  }
  if (plain !== undefined && !plain.includes('\0')) return plain
  throw new HitCraftError('INVALID_INPUT', 'that URL of a store holds a % that encodes nothing', {
    remedy: 'Write a percent sign as %25.',
  })
}
