import { createHash } from 'node:crypto'
import { canonicalJson, sha256 } from '../values/canonical-json.ts'
import { isDerivedId } from '../values/ids.ts'
import type { JsonValue } from '../values/json.ts'
import { contentBytes, formBytes } from './content-bytes.ts'
import type { Message } from './message.ts'
import type { Thread } from './thread.ts'

/** What a chain begins with: logged requests and conversations without any never meet. */
const PLAIN = ''
const LOGGED = 'requests'
/** Hex digits of a link of the chain and of the hash of a request. */
const DIGITS = 32
/** Of the key of a logged state; no other key is as long. */
export const STATE_LENGTH = 2 * DIGITS + 1

/**
 * The keys by which a thread whose id is its content is found again; empty for a thread with an id of
 * its source and for one of fewer than two messages. The last is the key of all its messages.
 *
 * The key of the first k messages is a hash chained over them, so a conversation begins with another
 * exactly when the other's last key is among its own: one for 2, 3, … n messages, in that order, 32 hex
 * digits each, and a dot behind them where the source tells its requests apart. Before these stand two
 * keys for each logged state: the state itself (see {@link stateOf}), and that the place is taken.
 */
export function prefixKeys(thread: Thread): string[] {
  const chain = chainOf(thread)
  if (chain.length === 0) return []
  return [...(thread.states ?? []).flatMap((state) => [state, takenBy(state)]), ...chain]
}

/** The keys of the first 2, 3, … n messages alone. */
export function chainOf(thread: Thread): string[] {
  if (!isDerivedId(thread.id)) return []
  const isLogged = thread.states !== undefined
  return linksOf(thread.messages, isLogged).slice(1)
}

/** The state that a conversation was logged in: the key of its messages and the hash of its request. */
export function stateOf(messages: readonly Message[], request: JsonValue): string {
  const last = linksOf(messages, true).at(-1) ?? `${sha256(LOGGED).slice(0, DIGITS)}.`
  return last + sha256(canonicalJson(request)).slice(0, DIGITS)
}

/** Links that were computed already; messages do not change. */
const LINKS = { plain: new WeakMap<object, string[]>(), logged: new WeakMap<object, string[]>() }

function linksOf(messages: readonly Message[], isLogged: boolean): readonly string[] {
  const known = isLogged ? LINKS.logged : LINKS.plain
  const before = known.get(messages)
  if (before !== undefined) return before
  const links: string[] = []
  let link = isLogged ? LOGGED : PLAIN
  const content = contentBytes(messages)
  for (let index = 0; index < messages.length; index++) {
    const hash = createHash('sha256').update(link).update(formBytes(content, index))
    link = hash.digest('hex').slice(0, DIGITS)
    links.push(isLogged ? `${link}.` : link)
  }
  known.set(messages, links)
  return links
}

/** The key of the messages that a state has. */
function messagesOf(state: string): string {
  return state.slice(0, DIGITS + 1)
}

function takenBy(state: string): string {
  return `${messagesOf(state)}taken`
}

function isState(key: string): boolean {
  return key.length === STATE_LENGTH
}

/** A stored thread that one of the incoming thread's keys belongs to. */
export interface PrefixHit {
  readonly key: string
  readonly threadId: string
  /** Whether the key stands for all messages of the stored thread. */
  readonly whole: boolean
}

/**
 * Which stored thread an id-less conversation is: the longest that it begins with (it has grown), or
 * one that begins with it (it is an older state of that one), else none (`undefined`: it is new).
 * Where the source tells its requests apart, a thread holds one request for each number of messages
 * at the most, so the same words of another request are another conversation. Among equals the least
 * id, so that the answer does not depend on the backend.
 *
 * @param keys of the incoming thread, as {@link prefixKeys} gives them
 * @param hits every stored (key, thread) pair whose key is among `keys`
 */
export function resolveIdentity(
  keys: readonly string[],
  hits: readonly PrefixHit[],
): string | undefined {
  const states = keys.filter(isState)
  const place = new Map(keys.map((key, index) => [key, index]))
  const last = keys.length - 1
  let best: { readonly id: string; readonly rank: number } | undefined
  for (const [id, own] of Map.groupBy(hits, ({ threadId }) => threadId)) {
    const found = new Set(own.map(({ key }) => key))
    const whole = own.find((hit) => hit.whole && place.has(hit.key))
    const isOlderState = found.has(keys[last] ?? '')
    if (whole === undefined && !isOlderState) continue
    if (states.some((state) => found.has(takenBy(state)) && !found.has(state))) continue
    // A request that is there already, then a thread that is through here, then the longest that ends.
    const isSame = states.some((state) => found.has(state))
    const through = isOlderState ? last + 1 : (place.get(whole?.key ?? '') ?? 0)
    const rank = isSame ? last + 2 : through
    if (best === undefined || rank > best.rank || (rank === best.rank && id < best.id)) {
      best = { id, rank }
    }
  }
  return best?.id
}
