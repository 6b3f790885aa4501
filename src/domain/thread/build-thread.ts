import { hashOf, sha256 } from '../values/canonical-json.ts'
import { textsOf } from './content-part.ts'
import type { ContentPart } from './content-part.ts'
import type { JsonObject, JsonValue } from '../values/json.ts'
import { ageOf } from '../values/time.ts'
import type { Clock } from '../values/time.ts'
import { matchKey, mergeThread, withoutYielding } from './merge-thread.ts'
import type { Message } from './message.ts'
import { orderMessages } from './order-messages.ts'
import { stateOf } from './thread-identity.ts'
import { contentHashOf } from './thread.ts'
import type { Thread } from './thread.ts'

/** One message as an importer read it. */
export interface DraftMessage {
  /** The source's own id; absent where the format has none. */
  id?: string
  role: string
  userId?: string
  createdAt?: string
  editedAt?: string
  content: readonly ContentPart[]
  /** The time as written, where it says more than `createdAt`. */
  sourceTime?: string
  /** What else the source says of the message; kept beside it. */
  fields?: JsonObject
}

/** One thread, or a piece of one, as an importer read it. */
export interface DraftThread {
  /** The source's own id, prefixed as the format prescribes; absent: the thread is its content. */
  id?: string
  title?: string
  /** Other statements of the source about the thread. `title` here would be overwritten. */
  attributes?: Readonly<Record<string, JsonValue>>
  /**
   * For a thread without an id: what the source says that tells this log of it from one of the same
   * words (the request's id, its time). Equal words of two requests are two conversations; a longer log
   * that begins with one of them continues it. Absent where the source says nothing of that: equal
   * words are then one. Who asked does not stand here but on the messages (`userId`), since nobody
   * continues what another has said.
   */
  request?: JsonValue
  /** In the order of the source. */
  messages: readonly DraftMessage[]
  /** How many messages of this thread the same file held before this piece. Default 0. */
  firstPlace?: number
  /**
   * For messages without a time: the one that the source gives the whole conversation or request; in a
   * later piece, the last message time before it in the file.
   */
  after?: string
  /**
   * For a thread in pieces: how often each message without an id came in the pieces before, by a hash of
   * it, as earlier calls of `buildThread` left it here. Written to.
   */
  occurrences?: Map<string, number>
}

/** The export that a draft stands in. */
export interface ExportContext {
  format: string
  /** The newest message time in the whole export; absent where it holds no time. */
  asOf?: string
  /** Which times are believed; absent: all. */
  clock?: Clock
}

/**
 * Makes a thread of what an importer read: derives the ids that the source lacks, orders the
 * messages and hashes them. Two messages with one id are two forms of one message and merge as such.
 */
export function buildThread(draft: DraftThread, context: ExportContext): Thread {
  const layers = layersWithoutRepeats(withoutYielding(placeMessages(draft, context.clock)))
  const [bottom = [], ...repeats] = layers
  const id = draft.id ?? contentId(orderMessages(bottom), draft.request)
  let thread = threadOf(id, bottom, draft, context)
  for (const layer of repeats) {
    thread = mergeThread(thread, threadOf(id, layer, draft, context)).thread
  }
  if (draft.id !== undefined || draft.request === undefined) return thread
  return { ...thread, states: [stateOf(thread.messages, draft.request)] }
}

/** The id of a thread that is its content, and the content of its request where it tells that. */
function contentId(messages: readonly Message[], request: JsonValue | undefined): string {
  const content = contentHashOf(messages)
  return `h:${request === undefined ? content : hashOf([content, request])}`
}

function placeMessages(draft: DraftThread, clock: Clock | undefined): Message[] {
  const occurrences = new Occurrences(draft.occurrences)
  let after = draft.after
  const first = draft.firstPlace ?? 0
  return draft.messages.map((given, index): Message => {
    const message = clock === undefined ? given : withoutWrongTimes(given, clock)
    const derived = message.id === undefined ? deriveId(message, occurrences) : undefined
    const origin = {
      place: first + index,
      ...(message.createdAt === undefined && after !== undefined ? { after } : {}),
      ...(message.sourceTime === undefined ? {} : { time: message.sourceTime }),
      ...(message.fields === undefined ? {} : { fields: message.fields }),
      ...(derived === undefined || derived.occurrence === 1
        ? {}
        : { occurrence: derived.occurrence }),
    }
    if (message.createdAt !== undefined) after = message.createdAt
    return {
      id: message.id ?? derived?.id ?? '',
      role: message.role,
      ...(message.userId === undefined ? {} : { userId: message.userId }),
      ...(message.createdAt === undefined ? {} : { createdAt: message.createdAt }),
      ...(message.editedAt === undefined ? {} : { editedAt: message.editedAt }),
      content: message.content,
      origin,
    }
  })
}

/** The message without times of a broken clock; they stay beside it as the source has them. */
function withoutWrongTimes(message: DraftMessage, clock: Clock): DraftMessage {
  const { createdAt, editedAt, ...rest } = message
  const created = clock.take(createdAt)
  const edited = clock.take(editedAt)
  if (created === createdAt && edited === editedAt) return message
  return {
    ...rest,
    ...(created === undefined ? {} : { createdAt: created }),
    ...(edited === undefined ? {} : { editedAt: edited }),
    ...(created === createdAt || createdAt === undefined
      ? {}
      : { sourceTime: message.sourceTime ?? createdAt }),
    ...(edited === editedAt || editedAt === undefined
      ? {}
      : { fields: { editedAt, ...message.fields } }),
  }
}

/** The messages as lists in which no id repeats: nearly always one list. */
function layersWithoutRepeats(messages: readonly Message[]): Message[][] {
  const layers: Message[][] = []
  const depth = new Map<string, number>()
  for (const message of messages) {
    const layer = depth.get(message.id) ?? 0
    depth.set(message.id, layer + 1)
    ;(layers[layer] ??= []).push(message)
  }
  return layers
}

function threadOf(
  id: string,
  messages: readonly Message[],
  draft: DraftThread,
  context: ExportContext,
): Thread {
  const ordered = orderMessages(messages)
  const stated: Record<string, JsonValue> = {
    ...draft.attributes,
    ...(draft.title === undefined ? {} : { title: draft.title }),
  }
  const title = stated['title']
  return {
    id,
    ...(typeof title === 'string' ? { title } : {}),
    source: { formats: [context.format] },
    messages: ordered,
    contentHash: contentHashOf(ordered),
    ...(ageOf(context.asOf) === '' ? {} : { asOf: ageOf(context.asOf) }),
    // fromEntries defines own members, so a key such as __proto__ stays a key.
    attributes: Object.fromEntries(Object.entries(stated).map(([key, value]) => [key, { value }])),
    revisions: [],
  }
}

/** How often each message without an id has come in its thread. */
class Occurrences {
  readonly #carried: Map<string, number> | undefined
  readonly #counts: Map<string, number>

  /** @param carried from piece to piece; it holds hashes, since whole texts would grow with the thread */
  constructor(carried: Map<string, number> | undefined) {
    this.#carried = carried
    this.#counts = carried ?? new Map<string, number>()
  }

  /** @returns which of its kind this one is, from 1 */
  count(message: DraftMessage): number {
    const same = matchKey(message)
    const key = this.#carried === undefined ? same : sha256(same)
    const occurrence = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, occurrence)
    return occurrence
  }
}

/**
 * `h:` + SHA-256 of role, time and text + occurrence number. The occurrence counts what
 * {@link matchKey} takes for the same message, so that merging can pair the n-th with the n-th.
 */
function deriveId(
  message: DraftMessage,
  occurrences: Occurrences,
): { id: string; occurrence: number } {
  const occurrence = occurrences.count(message)
  const texts = textsOf(message.content)
  const said = texts.length > 0 ? texts : message.content.map((part) => part.type)
  // A list of texts: its canonical JSON is what JSON.stringify writes.
  const key = JSON.stringify([message.role, message.createdAt, said])
  return { id: `h:${sha256(`${key}#${occurrence}`)}`, occurrence }
}
