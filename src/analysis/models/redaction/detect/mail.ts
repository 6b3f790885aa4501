import type { Found } from '../redacted.ts'

const LOCAL = /[\p{L}\p{M}\p{N}._%+'-]/u
const DOMAIN = /[\p{L}\p{M}\p{N}.-]/u
/** RFC 5321, 4.5.3.1. */
const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 255
/** Labels of a domain, the last one of letters. */
const NAME =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,62})\.){1,8}(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})$/u
/** Names of files, as `icon@2x.png` is one: by an end that is no top domain, or by a scale or a version before one that is. */
const FILE =
  /\.(?:png|jpe?g|gif|svg|webp|js|mjs|cjs|ts|css|json|gz|tgz|txt)$|^(?:\dx|v?\d+(?:\.\d+)+)\.(?:md|zip)$/i
/** What stands between the parts, in an address of the web too. */
const AT = /@|%40/g

/** Mail addresses, those with letters of any script among them. */
export function findMails(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: sign, index: at } of text.matchAll(AT)) {
    const from = at + sign.length
    let end = from
    while (end - at <= LONGEST_DOMAIN && end < text.length && DOMAIN.test(text.charAt(end))) end++
    while (/[.-]/.test(text.charAt(end - 1))) end--
    const domain = text.slice(from, end)
    if (!NAME.test(domain) || FILE.test(domain)) continue
    let start = at
    while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(text.charAt(start - 1))) start--
    while (start < at && /[.'-]/.test(text.charAt(start))) start++
    // The address of a repository: git@host:path.
    const isGit = text.slice(start, at) === 'git' && text.charAt(end) === ':'
    if (start < at && !isGit) {
      found.push({ type: 'MAIL', start, end })
    }
  }
  return found
}
