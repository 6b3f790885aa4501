import { findAddresses } from './detect/address.ts'
import { findCards } from './detect/card.ts'
import { findIbans } from './detect/iban.ts'
import { findIps } from './detect/ip.ts'
import { findKeys } from './detect/key.ts'
import { findMails } from './detect/mail.ts'
import { findIdNumbers } from './detect/id-number.ts'
import { findNamedSecrets } from './detect/named-secret.ts'
import { findPhones } from './detect/phone.ts'
import type { Found } from './redacted.ts'

/**
 * What finds personal data in a text, in time that grows with its length; where two find the same span, the one that
 * stands first.
 */
export const DETECTORS: readonly ((text: string) => Found[])[] = [
  findKeys,
  findNamedSecrets,
  findMails,
  findIbans,
  findCards,
  findIdNumbers,
  findIps,
  findPhones,
  findAddresses,
]
