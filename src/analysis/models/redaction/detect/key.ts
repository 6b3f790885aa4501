import type { Found } from '../redacted.ts'
import { matchesOf } from './matches.ts'

/** Keys and tokens as those who give them out mark them. */
const MARKED = [
  /(?<![A-Za-z0-9_-])(?:sk|pk|rk)[-_](?:[A-Za-z0-9]{2,12}[-_]){0,4}[A-Za-z0-9_-]{16,300}/g,
  /(?<![A-Za-z0-9])(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{40,255}|glpat-[\w-]{20,60})/g,
  /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,250}/g,
  /(?<![A-Za-z0-9])AIza[\w-]{35}(?![\w-])/g,
  /(?<![A-Za-z0-9])ya29\.[\w-]{20,500}/g,
  /(?<![A-Za-z0-9])(?:npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,60}|SG\.[\w-]{16,40}\.[\w-]{16,60})(?![\w-])/g,
  /(?<![A-Za-z0-9])(?:whsec_[A-Za-z0-9]{16,100}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|dop_v1_[a-f0-9]{64}|xapp-[\w-]{20,200}|pypi-[\w-]{50,250})/g,
  // A JSON Web Token (RFC 7519).
  /(?<![A-Za-z0-9])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{0,2000}/g,
]
/** Of RFC 7468, with the lines of a string of JSON too. */
const PEM =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s\\:,.]|-(?!-)){0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/g
/** `https://user:password@host`: of it the password, with a `@` in it too. */
const IN_URL = /(?<=:\/\/[^\s:/?#@]{0,64}:)[^\s:/?#@]{1,128}(?:[:@][^\s/?#"'`<>]{1,128})?(?=@)/g
/** What a header or a command signs in with, and the parts of addresses that let anyone in who has them. */
const IN_PLACE = [
  /(?<=authorization\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?(?:basic|bearer|token)\s{1,2})(?!your|my|access|api|token)[\w+/=.~-]{8,2000}/gi,
  /(?<=\s(?:-u|--user)[ =]["']?[\w.@+-]{1,64}:)[^\s"']{3,128}/g,
  /(?<=<(?:password|passwd|pwd|api[-_]?key|token|secret)>)[^<\s]{4,200}(?=<\/)/gi,
  /(?<=(?<![A-Za-z])(?:pin|passcode)(?: ?code| number)?(?: is\b| ?[:=]) ?)\d{4,8}(?!\w|[.,]\d)/gi,
  /(?<=[?&;]sig=)[\w%+/=-]{20,200}/gi,
  /(?<=[?&]x-amz-signature=)[0-9a-f]{64}/gi,
  /(?<=hooks\.slack\.com\/(?:services|workflows)\/)[\w/]{20,200}/g,
  /(?<=discord(?:app)?\.com\/api\/webhooks\/)\d{5,25}\/[\w-]{20,100}/g,
  /(?<![A-Za-z0-9])\d{8,10}:[A-Za-z0-9_-]{35}(?![\w-])/g,
]

/** Keys, tokens and passwords by their own form or by the place where they stand. */
export function findKeys(text: string): Found[] {
  return [...MARKED, PEM, IN_URL, ...IN_PLACE].flatMap((pattern) => matchesOf('KEY', text, pattern))
}
