import type { Found } from '../redacted.ts'

const KEY = String.raw`(?:api|account|private|shared[-_ ]?access)[-_ ]?key|access[-_ ]?(?:key|token)|auth[-_ ]?token|client[-_ ]?secret|secret(?:[-_ ]?(?:key|token))?|(?<![A-Za-z])bearer|token`
const PASSWORD = String.raw`passw(?:or)?d|passwort|passphrase|kennwort|wachtwoord|contraseña|senha|mot de passe|пароль|סיסמה|סיסמא|密码|密碼|パスワード|كلمة المرور|(?<![A-Za-z])pwd`
/** Quotes, as they stand in JSON within JSON too. */
const QUOTES = String.raw`(?:\\{0,3}["'\x60]){0,2}`
/** `password: …`, `"api_key":"…`, `my password is …`, up to the value. */
const NAMED = new RegExp(
  String.raw`(?:(?<password>${PASSWORD})|${KEY})${QUOTES}\s{0,3}(?<sign>[:=]{1,2}>?|\b(?:is|ist|es|est)\b:?|\s)(?<space>\s{0,3})(?<quotes>${QUOTES})`,
  'giu',
)
const VALUE = /^(?:[^\s"'`<>(){}[\],;\\]|\\(?!["'`])){4,500}/
const MASK = /^[$%&*.…_xX-]+$/
/** A measure or a kind, as in "a token 8k-context". */
const COMPOUND = /^\d+\p{L}{0,3}(?:-\p{Ll}+)+$/u
const MEMBER_OF_PROGRAM = /^[\w$]+\.[a-z]\w*/
/** What stands behind the name of a password and is none: a type, a state, a method. */
const NO_PASSWORD =
  /^(?:str|string|text|char|varchar|bytes|number|int|integer|bool|boolean|any|unknown|object|secretstr|none|null|nil|undefined|true|false|required|optional|missing|wrong|incorrect|invalid|valid|correct|hidden|empty|blank|expired|changed|reset|encrypted|hash|hashed|input|value|field|default|example|same|here|below|above|the|this|that|your|enter|type|see|not|must|should|sha-?\d+|md5|base64|aes-?\d+|utf-?8)(?![\p{L}\d])/iu
/** What is more often the name of something than a password, if it holds no digit. */
const NAME_OF_IT = /^\w+_(?:token|key|secret)$|pass|pwd|contrase/i
/** A name of a user before a password on its line. */
const LOGIN = /(?:user(?:[ _-]?name)?|login|e-?mail|account|id)["']?\s?[:=][^\n]{1,60}$/i
/** UTF-16 units before a password that may name its user. */
const BEFORE = 90

/** A value with a name before it. */
interface Named {
  readonly value: string
  readonly isAssigned: boolean
  /** ` = `, as in programs, where names and calls stand behind it. */
  readonly isOfProgram: boolean
  readonly isQuoted: boolean
  readonly before: string
  readonly behind: string
}

/** Keys, tokens and passwords that the words before them call so; of `password: …` the value. */
export function findNamedSecrets(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: match, index, groups } of text.matchAll(NAMED)) {
    const start = index + match.length
    const raw = VALUE.exec(text.slice(start, start + 500))?.[0]
    const isOfPassword = groups?.['password'] !== undefined
    const value = raw?.replace(isOfPassword ? /[.?:]+$/ : /[.!?:]+$/, '')
    if (value === undefined) continue
    const end = start + value.length
    const named = {
      value,
      isAssigned: /[:=]/.test(groups?.['sign'] ?? ''),
      isOfProgram: groups?.['sign']?.includes('=') === true && groups['space'] !== '',
      isQuoted: groups?.['quotes'] !== '',
      before: text.slice(Math.max(0, index - BEFORE), index),
      behind: text.slice(end, end + 8),
    }
    const isSaid = isOfPassword && /\S/.test(groups['sign'] ?? '')
    if (isSaid ? isPassword(named) : hasKindsOfKey(named)) found.push({ type: 'KEY', start, end })
  }
  return found
}

/** A value with digits and letters in it, and no word of a program or a text. */
function hasKindsOfKey({ value, isAssigned }: Named): boolean {
  if (value.length < 6 || MASK.test(value) || MEMBER_OF_PROGRAM.test(value)) return false
  if (!isAssigned && COMPOUND.test(value)) return false
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length
  return /\d/.test(value) && /\p{L}/u.test(value) && kinds >= (isAssigned ? 2 : 3)
}

/**
 * A value behind `password:` or `password is`. With a digit it is one. A bare word is one in quotes, at the end of its line,
 * or where its line names the user; behind `is` it may be any word, and stays.
 */
function isPassword(named: Named): boolean {
  const { value, behind } = named
  if (MASK.test(value) || NO_PASSWORD.test(value)) return false
  if (!named.isQuoted && (MEMBER_OF_PROGRAM.test(value) || /^[([{]/.test(behind))) return false
  if (/^\d+$/.test(value) || (/\d/.test(value) && /\p{L}/u.test(value))) return true
  if (NAME_OF_IT.test(value)) return false
  if (named.isQuoted) return named.isAssigned && /^\\{0,3}["'`]/.test(behind)
  if (!named.isAssigned || named.isOfProgram || !/\p{L}/u.test(value)) return false
  return /^[.?]?[^\S\n]*(?:\n|$)/.test(behind) || LOGIN.test(named.before)
}
