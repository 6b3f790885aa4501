import { canonicalJson } from '../values/canonical-json.ts'
import { textsOf } from './content-part.ts'
import type { ContentPart } from './content-part.ts'
import { compareIds, isDerivedId } from '../values/ids.ts'
import { formHash } from './message.ts'
import type { Message, MessageOrigin } from './message.ts'
import { orderMessages } from './order-messages.ts'
import { bodyHashOf, contentHashOf } from './thread.ts'
import { ageOf } from '../values/time.ts'
import type { Thread, ThreadAttribute } from './thread.ts'

/** What a merge did, as its caller counts it. */
export type MergeOutcome = 'added' | 'updated' | 'unchanged'

export interface MergeResult {
  readonly thread: Thread
  /** `unchanged` when neither the content nor what the source states of the thread differs. */
  readonly outcome: MergeOutcome
  /** What must be stored: nothing, the `asOf` alone, or the whole body. */
  readonly write: 'none' | 'as-of' | 'body'
}

/**
 * Merges what an import read into what is stored. Commutative, associative and idempotent: the result
 * depends on the set of exports alone, never on their order. Both threads must have one id.
 *
 * - Messages unite by id. Of two forms of one message the later `editedAt` wins, else the form from
 *   the export with the later newest message, else the greater hash; the loser becomes a revision.
 * - A message with a derived id yields to one with an id of the source that matches it on role, time
 *   to the second and folded text ({@link matchKey}).
 */
export function mergeThread(existing: Thread | undefined, incoming: Thread): MergeResult {
  if (existing === undefined) return { thread: incoming, outcome: 'added', write: 'body' }
  const before = bodyHashOf(existing)
  // An age that only a broken clock gives counts as none; stores may hold such from before.
  const isBroken = existing.asOf !== undefined && ageOf(existing.asOf) === ''
  if (before === bodyHashOf(incoming)) {
    if (!isBroken && ageOf(incoming.asOf) <= ageOf(existing.asOf)) {
      return { thread: existing, outcome: 'unchanged', write: 'none' }
    }
    const later = withAsOf(existing, ageOf(incoming.asOf) || undefined)
    return { thread: later, outcome: 'unchanged', write: isBroken ? 'body' : 'as-of' }
  }
  const thread = join(existing, incoming)
  const written = before !== bodyHashOf(thread)
  const changed = thread.contentHash !== existing.contentHash || stated(thread) !== stated(existing)
  return {
    thread,
    outcome: changed ? 'updated' : 'unchanged',
    write: written || isBroken ? 'body' : thread.asOf === existing.asOf ? 'none' : 'as-of',
  }
}

/** The thread with another `asOf`; what has none of its own is then as of that. */
export function withAsOf(thread: Thread, asOf: string | undefined): Thread {
  const { asOf: _asOf, ...rest } = thread
  return asOf === undefined ? rest : { ...rest, asOf }
}

/** White space that is no single space: folded, it becomes one. */
const TO_FOLD = /\s{2,}|[^\S ]/gu

/**
 * What makes a message without an id the same as one with: role, time to the second, and the texts
 * with white space folded (the types of its items, where it has no text).
 */
export function matchKey(message: {
  role: string
  createdAt?: string
  content: readonly ContentPart[]
}): string {
  const texts = textsOf(message.content)
  const said =
    texts.length > 0
      ? texts.join(' ').replace(TO_FOLD, ' ').trim()
      : `(${message.content.map((part) => part.type).join(' ')})`
  return `${message.role}\n${message.createdAt?.slice(0, 19) ?? ''}\n${said}`
}

/**
 * The messages of one source without those that yield: with a derived id, and matched by one with an
 * id of the source. What merging does between exports holds within one too, so that it does not
 * matter whether an export is read whole or in pieces.
 */
export function withoutYielding(messages: readonly Message[]): Message[] {
  const derived = messages.filter(({ id }) => isDerivedId(id))
  if (derived.length === 0 || derived.length === messages.length) return [...messages]
  const keysOf = new Map<string, Set<string>>()
  for (const message of messages) {
    if (isDerivedId(message.id)) continue
    const keys = keysOf.get(message.id) ?? new Set()
    keysOf.set(message.id, keys.add(matchKey(message)))
  }
  const counts = countKeys(keysOf.values())
  return messages.filter((message) => !(isDerivedId(message.id) && yields(message, counts)))
}

/** Whether so many messages with an id match that this one is among those they stand for. */
function yields(message: Message, identified: ReadonlyMap<string, number>): boolean {
  return (message.origin.occurrence ?? 1) <= (identified.get(matchKey(message)) ?? 0)
}

/** A form of a message with the age of the latest export that held it. */
interface Form {
  readonly message: Message
  readonly hash: string
  readonly asOf: string
}

function join(a: Thread, b: Thread): Thread {
  const ages = [ageOf(a.asOf), ageOf(b.asOf)].sort()
  const asOf = ages[1] || undefined
  const forms = new Map<string, Map<string, Form>>()
  for (const thread of [a, b]) {
    for (const message of [...thread.messages, ...thread.revisions]) {
      const form = {
        message,
        hash: formHash(message),
        asOf: ageOf(message.origin.asOf ?? thread.asOf),
      }
      const known = forms.get(message.id) ?? new Map<string, Form>()
      const twin = known.get(form.hash)
      known.set(form.hash, twin === undefined ? form : laterSighting(twin, form))
      forms.set(message.id, known)
    }
  }
  const winners: Message[] = []
  const revisions: Message[] = []
  const identified = countIdentified(forms)
  for (const [id, known] of forms) {
    const [winner, ...losers] = [...known.values()].toSorted(compareForms)
    if (winner === undefined) continue
    if (isDerivedId(id) && yields(winner.message, identified)) continue
    winners.push(settle(winner, asOf))
    for (const loser of losers) revisions.push(settle(loser, asOf))
  }
  const messages = orderMessages(winners)
  const attributes = joinAttributes(a, b, asOf ?? '')
  const title = attributes['title']?.value
  const states = [...new Set([...(a.states ?? []), ...(b.states ?? [])])].sort()
  return {
    id: a.id,
    ...(typeof title === 'string' ? { title } : {}),
    source: { formats: [...new Set([...a.source.formats, ...b.source.formats])].sort() },
    messages,
    contentHash: contentHashOf(messages),
    ...(asOf === undefined ? {} : { asOf }),
    attributes,
    ...(states.length === 0 ? {} : { states }),
    revisions: revisions.toSorted(
      (x, y) => compareIds(x.id, y.id) || (formHash(x) < formHash(y) ? -1 : 1),
    ),
  }
}

/** How many messages with an id of the source stand for each match key, in any of their forms. */
function countIdentified(forms: ReadonlyMap<string, ReadonlyMap<string, Form>>) {
  const ids = [...forms].filter(([id]) => !isDerivedId(id))
  return countKeys(
    ids.map(([, known]) => new Set([...known.values()].map(({ message }) => matchKey(message)))),
  )
}

function countKeys(keysOfEach: Iterable<ReadonlySet<string>>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const keys of keysOfEach) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** The winner first. */
function compareForms(a: Form, b: Form): number {
  const x = [ageOf(a.message.editedAt), a.asOf, a.hash]
  const y = [ageOf(b.message.editedAt), b.asOf, b.hash]
  for (const [i, value] of x.entries()) {
    const other = y[i] ?? ''
    if (value !== other) return value > other ? -1 : 1
  }
  return 0
}

/** Of two sightings of one form, the one from the later export, with its place. */
function laterSighting(a: Form, b: Form): Form {
  if (a.asOf !== b.asOf) return a.asOf > b.asOf ? a : b
  return sightingKey(a.message.origin) <= sightingKey(b.message.origin) ? a : b
}

function sightingKey(origin: MessageOrigin): string {
  const { asOf: _asOf, place, ...rest } = origin
  return String(place).padStart(16, '0') + canonicalJson(rest)
}

/** The form with its age written only where it differs from the thread's. */
function settle(form: Form, threadAsOf: string | undefined): Message {
  const { asOf: _asOf, ...origin } = form.message.origin
  return {
    ...form.message,
    origin: form.asOf === (threadAsOf ?? '') ? origin : { ...origin, asOf: form.asOf },
  }
}

function joinAttributes(a: Thread, b: Thread, asOf: string): Record<string, ThreadAttribute> {
  const best = new Map<string, { value: ThreadAttribute['value']; asOf: string }>()
  for (const thread of [a, b]) {
    for (const [key, attribute] of Object.entries(thread.attributes)) {
      const mine = { value: attribute.value, asOf: ageOf(attribute.asOf ?? thread.asOf) }
      const other = best.get(key)
      if (other === undefined || attributeWins(mine, other)) best.set(key, mine)
    }
  }
  return Object.fromEntries(
    [...best].map(([key, { value, asOf: own }]) => [
      key,
      own === asOf ? { value } : { value, asOf: own },
    ]),
  )
}

function attributeWins(
  a: { value: ThreadAttribute['value']; asOf: string },
  b: { value: ThreadAttribute['value']; asOf: string },
): boolean {
  if (a.asOf !== b.asOf) return a.asOf > b.asOf
  return canonicalJson(a.value) > canonicalJson(b.value)
}

/** What the source states of the thread, without its age, to tell whether it changed. */
function stated(thread: Thread): string {
  return canonicalJson(
    Object.fromEntries(
      Object.entries(thread.attributes).map(([key, attribute]) => [key, attribute.value]),
    ),
  )
}
