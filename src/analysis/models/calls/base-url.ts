import { HitCraftError } from '../../../errors/hitcraft-error.ts'

/** A base URL as it is set. @throws HitCraftError INVALID_CONFIG naming the setting, where it is no address */
export function baseUrlOf(setting: string, value: string, example: string): URL {
  if (/^https?:/i.test(value) && URL.canParse(value)) return new URL(value)
  throw new HitCraftError('INVALID_CONFIG', `${setting} is not an address`, {
    remedy: `Write it whole, as in ${example}.`,
    details: { setting, sent: false },
  })
}
