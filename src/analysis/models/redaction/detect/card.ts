import type { Found } from '../redacted.ts'
import { digitsOf, matchesOf } from './matches.ts'

const CANDIDATES = [
  /(?<![\w./+-])\d(?:[ -]?\d){11,18}(?!\w|[.-]\d)/g,
  /(?<![\w./+-])\d{12,19}(?!\w|[.-]\d)/g,
  // In the groups of most cards, whatever numbers stand before and behind.
  /(?<![\w./+-])\d{4}([ .-])\d{4}\1\d{4}\1\d{4}(?!\w)/g,
  // In those of American Express and Diners Club.
  /(?<![\w./+-])\d{4}([ .-])\d{6}\1\d{4,5}(?!\w)/g,
]
/** The digits on a card that are not in its number. */
const CODE =
  /(?<=(?<![A-Za-z])(?:cvv|cvc)2?(?: code| number)?(?: is\b| ?[:=])? ?)\d{3,4}(?!\w|[.,]\d)/gi
/** How the numbers of the schemes begin, and how many digits they have. */
const SCHEMES: readonly { begins: RegExp; digits: readonly number[] }[] = [
  { begins: /^4/, digits: [13, 16, 19] },
  { begins: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, digits: [16] },
  { begins: /^3[47]/, digits: [15] },
  { begins: /^(?:30[0-5]|3095|36|38|39)/, digits: [14, 16] },
  { begins: /^(?:6011|64[4-9]|65)/, digits: [16, 19] },
  { begins: /^(?:2131|1800)/, digits: [15] },
  { begins: /^35/, digits: [16, 19] },
  { begins: /^62/, digits: [16, 17, 18, 19] },
  { begins: /^(?:50|5[6-9]|6)/, digits: [12, 13, 14, 15, 16, 19] },
]

/** Numbers of payment cards, of a scheme's length and with the check digit of ISO/IEC 7812 (Luhn), and their codes. */
export function findCards(text: string): Found[] {
  return [
    ...CANDIDATES.flatMap((candidate) => matchesOf('CARD', text, candidate, isCard)),
    ...matchesOf('CARD', text, CODE),
  ]
}

function isCard(match: string): boolean {
  const digits = digitsOf(match)
  const isOfScheme = SCHEMES.some(
    (scheme) => scheme.begins.test(digits) && scheme.digits.includes(digits.length),
  )
  return isOfScheme && hasCheckDigit(digits) && !/^(\d)\1+$/.test(digits)
}

function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(digits.length - 1 - at))
    const value = at % 2 === 1 ? digit * 2 : digit
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
