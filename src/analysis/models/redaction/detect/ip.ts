import { isIPv6 } from 'node:net'
import type { Found } from '../redacted.ts'
import { matchesOf } from './matches.ts'

const V4 = /(?<![\w.-]|[\d:]:)(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g
const V6 =
  /(?:(?<![\w:.])|(?<=[A-Za-z]{2}:))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?![\w:]|\.\w)/g
/** Addresses of no machine in particular, and masks. */
const NOBODY = /^(?:127\.|0\.|255\.)/
/** How the addresses begin that machines have: global, local, of a link (IANA, IPv6 address space). */
const GIVEN = /^(?:2[\da-f]{3}|3[\da-f]{3}|f[cd][\da-f]{2}|fe[89ab][\da-f]):/i
/** Four numbers that are none: of a version, of a section. */
const VERSION = /(?:version|release|chrome|safari|firefox|firmware|section|build|v)[\s/:="']{0,4}$/i

/** IP addresses of both versions. */
export function findIps(text: string): Found[] {
  return [
    ...matchesOf('IP', text, V4, (match, at) => {
      const numbers = match.split('.').map(Number)
      const isSmall = numbers.every((one) => one < 20)
      const isAddress = numbers.every((one) => one <= 255) && !NOBODY.test(match)
      const isNet =
        numbers.at(-1) === 0 && /^\/\d/.test(text.slice(at + match.length, at + match.length + 2))
      return isAddress && !isNet && !isSmall && !VERSION.test(text.slice(Math.max(0, at - 14), at))
    }),
    ...matchesOf('IP', text, V6, (match) => {
      const groups = match.split(':').filter((group) => group !== '')
      // `a::b` is an address and more often the name of something in a program.
      const isLikely = groups.length >= 4 || (groups.length >= 2 && GIVEN.test(match))
      return isLikely && /\d/.test(match) && isIPv6(match)
    }),
  ]
}
