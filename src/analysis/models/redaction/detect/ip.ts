import { isIPv6 } from 'node:net'
import type { Found } from '../redacted.ts'
import { matchesOf } from './matches.ts'

const V4 = /(?<![\w.:-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d|\/\d)/g
const V6 = /(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?![\w:.])/g
/** Addresses of no machine in particular, and masks; a net of them ends in its length, `/19`. */
const NOBODY = /^(?:127\.|0\.|255\.)/
/** Four numbers that are none: of a version, of a section. */
const VERSION = /(?:version|release|chrome|safari|firefox|firmware|section|build|v)[\s/:]{0,2}$/i

/** IP addresses of both versions. */
export function findIps(text: string): Found[] {
  return [
    ...matchesOf('IP', text, V4, (match, at) => {
      const numbers = match.split('.').map(Number)
      const isSmall = numbers.every((one) => one < 20)
      const isAddress = numbers.every((one) => one <= 255) && !NOBODY.test(match)
      return isAddress && !isSmall && !VERSION.test(text.slice(Math.max(0, at - 12), at))
    }),
    ...matchesOf('IP', text, V6, (match) => {
      const groups = match.split(':').filter((group) => group !== '')
      // `a::b` is an address and more often the name of something in a program.
      return groups.length >= 4 && /\d/.test(match) && isIPv6(match)
    }),
  ]
}
