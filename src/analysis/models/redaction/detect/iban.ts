import type { Found } from '../redacted.ts'

/** Characters of an account number by country (SWIFT, IBAN registry, release 99). */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IQ: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  LY: 25,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SC: 31,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
}
const BEGIN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])/g

/** Account numbers of ISO 13616: of their country's length, in groups or not, with the check digits (mod 97). */
export function findIbans(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: begin, index: start } of text.matchAll(BEGIN)) {
    const length = LENGTHS[begin.slice(0, 2).toUpperCase()]
    const taken = length === undefined ? undefined : take(text, start, length)
    if (taken !== undefined && remainder(taken.number) === 1) {
      found.push({ type: 'IBAN', start, end: taken.end })
    }
  }
  return found
}

/** So many letters and digits from a place on, with single spaces or hyphens between them. */
function take(
  text: string,
  start: number,
  length: number,
): { number: string; end: number } | undefined {
  let number = ''
  let at = start
  while (number.length < length) {
    if (/[ -]/.test(text.charAt(at))) at++
    const unit = text.charAt(at)
    if (!/[A-Za-z0-9]/.test(unit)) return undefined
    number += unit.toUpperCase()
    at++
  }
  return /[A-Za-z0-9]/.test(text.charAt(at)) ? undefined : { number, end: at }
}

/** Of the number with its first four characters at its end and letters as 10 to 35, divided by 97. */
function remainder(number: string): number {
  let rest = 0
  for (const unit of number.slice(4) + number.slice(0, 4)) {
    for (const digit of String(Number.parseInt(unit, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest
}
