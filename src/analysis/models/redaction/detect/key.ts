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
  // A JSON Web Token (RFC 7519).
  /(?<![A-Za-z0-9])eyJ[\w-]{8,2000}\.eyJ[\w-]{8,8000}\.[\w-]{0,2000}/g,
]
const PEM =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s]{0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g
/** `password: …`, `api_key=…`, `Authorization: Bearer …`: of it the value. */
const NAMED =
  /(?<![A-Za-z])(?:api[-_ ]?key|access[-_ ]?(?:key|token)|auth[-_ ]?token|secret(?:[-_ ]?(?:key|token))?|client[-_ ]?secret|private[-_ ]?key|passw(?:or)?d|passwort|contraseña|mot de passe|סיסמה|bearer|token)["'`]{0,2}\s{0,3}(?:[:=]{1,2}|\bis\b|\bIs\b|\s)\s{0,3}["'`]{0,2}/giu
const VALUE = /^[^\s"'`<>(){}[\],;]{6,500}/
/** `https://user:password@host`: of it the password. */
const IN_URL = /(?<=:\/\/[^\s:/?#@]{1,64}:)[^\s:/?#@]{1,128}(?=@)/g

/** Keys, tokens and passwords. */
export function findKeys(text: string): Found[] {
  return [
    ...[...MARKED, PEM, IN_URL].flatMap((pattern) => matchesOf('KEY', text, pattern)),
    ...namedValues(text),
  ]
}

function namedValues(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: name, index } of text.matchAll(NAMED)) {
    const start = index + name.length
    const value = VALUE.exec(text.slice(start, start + 500))?.[0].replace(/[.!?:]+$/, '')
    if (value !== undefined && isSecret(value, name)) {
      found.push({ type: 'KEY', start, end: start + value.length })
    }
  }
  return found
}

/** A value with digits and letters in it, and no word of a program or a text. */
function isSecret(value: string, name: string): boolean {
  if (value.length < 6 || /^[$%&*.…_xX-]+$/.test(value) || /^[\w$]+\.[a-z]\w*/.test(value))
    return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length
  const isAssigned = /[:=]/.test(name)
  return /\d/.test(value) && /\p{L}/u.test(value) && kinds >= (isAssigned ? 2 : 3)
}
