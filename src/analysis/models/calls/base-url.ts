import { ModelRefusal } from '../../../errors/model-refusal.ts'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * A base URL as it is set.
 * @throws HitCraftError INVALID_CONFIG naming the setting, where it is no address, and where keys and threads would go over a
 *   network in the clear
 */
export function baseUrlOf(setting: string, value: string, example: string): URL {
  const details = { setting, sent: false }
  if (!/^https?:/i.test(value) || !URL.canParse(value)) {
    throw new ModelRefusal('INVALID_CONFIG', `${setting} is not an address`, 'machine', {
      remedy: `Write it whole, as in ${example}.`,
      details,
    })
  }
  const url = new URL(value)
  if (url.protocol === 'https:' || isThisMachine(url)) return url
  throw new ModelRefusal(
    'INVALID_CONFIG',
    `${setting} begins with http:, and ${url.hostname} is not this machine`,
    'machine',
    {
      remedy:
        'Use https:, so that nobody on the way reads the key and the threads, or a tunnel to localhost.',
      details,
    },
  )
}

/** The setting of a base URL, where its value is another than the service's own. */
export function otherUrl(setting: string, value: string, own: string): string | undefined {
  return value.replace(/\/+$/, '') === own ? undefined : setting
}

export function isThisMachine({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname)
}
