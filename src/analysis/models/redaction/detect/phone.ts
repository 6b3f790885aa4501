import type { Found } from '../redacted.ts'
import { digitsOf, matchesOf } from './matches.ts'

const CANDIDATE =
  /(?<![\w$€£#+-]|(?<!\p{L})[.:]|(?<![\p{L}"'])=|(?<!wa\.me)\/)(?:(?<!\d,)|(?=\+|\(|\d{3}-\d{3}-|\d{7}))(?:\+|\(\+?)?\d(?:[ ()./-]{0,3}\d){6,16}(?: {0,2}(?:x|ext\.?|#) {0,2}\d{1,6})?(?![\w%°$€£=]|[.:/-]\d|,\d{1,3}(?!\d))/giu
/** Said before a number that is one. */
const CALLED =
  /(?:phone|wa\.me|(?<!\p{L})ph(?!\p{L})|telephone|mobile|cell|desk|whats ?app|fax|call(?:ing|ed)?(?: me| us| him| her| them)?|answering at|(?:text|messag|sms)\p{L}* (?:me|to)|registered|reach (?:me|us|him|her)|dial|tel|telefon\p{L}*|handy|mobil|t[ée]l[ée]phone|portable|tel[ée]fono|m[óo]vil|celular|telefone|cellulare|טלפון|נייד|فون|هاتف|جوال|телефон|电话|手機|手机|電話|전화)[^\d\n]{0,30}\n?[^\d\n]{0,8}$/iu
/** Said behind one. */
const CALLED_AFTER = /^[ -]{1,3}(?:office|fax|mobile|cell|home|work|desk)\b/i
/** North America, with the marks of a number between its groups. */
const NANP =
  /^(?:(?:\+|00)?1[ .-]{1,2})?(?:\([2-9]\d{2}\) {0,2}|[2-9]\d{2}[.-])[2-9]\d{2}[ .-]\d{4}(?: {0,2}(?:x|ext\.?|#) {0,2}\d{1,6})?$/i
/** As numbers with the zero of a trunk are written: in groups. */
const TRUNK = /^\(?0\d{1,4}\)?[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,4}$/
/** With the zeros of a call abroad and the sign of a country. */
const ABROAD = /^00[1-9]\d{0,2}[ -]\d{1,4}(?:[ -]\d{2,4}){2,4}$/
const DATE = /^(?:\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:\d{2}|\d{4}))$/
/** UTF-16 units before a number that may say what it is. */
const BEFORE = 60

/** Telephone numbers: with the sign of a country, in the groups of one, or where the words before say so. */
export function findPhones(text: string): Found[] {
  return matchesOf('PHONE', text, CANDIDATE, (match, at) => {
    const digits = digitsOf(match.replace(/(?:x|ext\.?|#) {0,2}\d{1,6}$/i, ''))
    const isNumber = digits.length >= 7 && digits.length <= 15 && !/^(\d)\1+$/.test(digits)
    if (!isNumber || DATE.test(match)) return false
    if (match.includes('+')) return digits.length >= 8
    if (NANP.test(match)) return true
    if (TRUNK.test(match) && digits.length >= 9 && digits.length <= 11) return true
    const end = at + match.length
    return (
      ABROAD.test(match) ||
      CALLED.test(text.slice(Math.max(0, at - BEFORE), at)) ||
      CALLED_AFTER.test(text.slice(end, end + 12))
    )
  })
}
