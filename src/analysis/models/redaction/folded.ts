/** The zeros of the decimal digits of other scripts (Unicode, general category Nd); nine more stand behind each. */
const ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
  0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810,
]
const DIGITS: ReadonlyMap<string, string> = new Map(
  ZEROS.flatMap((zero) =>
    Array.from({ length: 10 }, (_, value): [string, string] => [
      String.fromCharCode(zero + value),
      String(value),
    ]),
  ),
)
/** From the fullwidth form of a sign of ASCII to the sign. */
const FULLWIDTH = 0xfee0

/** A text as detectors read it, unit for unit as long: digits, spaces, hyphens and fullwidth signs are those of ASCII. */
export function folded(text: string): string {
  return text
    .replaceAll(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
    .replaceAll(/[\u2010\u2011]/g, '-')
    .replaceAll(/[\uFF01-\uFF5E]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) - FULLWIDTH))
    .replaceAll(/(?!\d)\p{Nd}/gu, (digit) => DIGITS.get(digit) ?? digit)
}
