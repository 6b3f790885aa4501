import { byWhenSaid, isEvidenceValid } from '../domain/analysis/evidence.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import { isTextPart } from '../domain/thread/content-part.ts'
import type { Thread } from '../domain/thread/thread.ts'
import { isJsonObject } from '../domain/values/json.ts'
import type { JsonValue } from '../domain/values/json.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { readEach } from '../storage/read-each.ts'
import type { ItemProof } from './figures.ts'

const AT_ONCE = 100
/** Where an item says in words what it is; the first that is there. */
const SAYING = ['message', 'error', 'reason', 'code', 'text', 'title', 'name']
/** UTF-16 units of it that are shown. */
const MOST_SAID = 160

/** What was held against the stored threads and is there. */
export interface Proved {
  /** Each with its place among those of its thread, in the order in which they were said. */
  readonly quotes: ReadonlyMap<Evidence, number>
  /** Each with what the item itself says. */
  readonly items: ReadonlyMap<ItemProof, ItemProof>
}

/**
 * Holds quotes and items against the stored threads.
 * @returns those that the messages hold, quotes word for word; none of a damaged thread, where it cannot be
 *   checked
 */
export async function proveQuotes(
  store: ChatStore,
  quotes: readonly Evidence[],
  items: readonly ItemProof[],
): Promise<Proved> {
  const quotesOf = Map.groupBy(quotes, ({ threadId }) => threadId)
  const itemsOf = Map.groupBy(items, ({ threadId }) => threadId)
  const ids = [...new Set([...quotesOf.keys(), ...itemsOf.keys()])]
  const verified = new Map<Evidence, number>()
  const found = new Map<ItemProof, ItemProof>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { threads } = await readEach(store, ids.slice(at, at + AT_ONCE))
    for (const thread of threads.values()) {
      const there = (quotesOf.get(thread.id) ?? []).filter((one) => isEvidenceValid(one, thread))
      for (const [place, quote] of there.toSorted(byWhenSaid(thread)).entries()) {
        verified.set(quote, place)
      }
      for (const item of itemsOf.get(thread.id) ?? []) {
        const said = itemIn(thread, item)
        if (said !== undefined) found.set(item, said)
      }
    }
  }
  return { quotes: verified, items: found }
}

/** The item with what it says; undefined if there is none of its type at its place. */
function itemIn(thread: Thread, item: ItemProof): ItemProof | undefined {
  const message = thread.messages.find(({ id }) => id === item.messageId)
  const part = message?.content[item.part]
  if (part === undefined || isTextPart(part) || part.type !== item.type) return undefined
  const text = saidBy(part.raw)
  return text === '' ? item : { ...item, text }
}

function saidBy(raw: JsonValue | undefined): string {
  const said = isJsonObject(raw) ? SAYING.map((name) => raw[name]).find(isText) : raw
  if (!isText(said)) return ''
  const line = said
    .slice(0, MOST_SAID * 2)
    .replaceAll(/\s+/gu, ' ')
    .trim()
  return line.length <= MOST_SAID ? line : `${line.slice(0, MOST_SAID).toWellFormed()}…`
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

/**
 * Takes out of a section's data what was not proved, and has the quotes of each thread in the order in which they
 * were said.
 * @param dropsItems whether an item of a list that loses all of its quotes so goes too
 */
export function dropUnproved(data: unknown, proved: Proved, dropsItems: boolean): void {
  const bare = new Set<unknown>()
  for (const quoted of quotedIn(data)) {
    if (quoted.items !== undefined) {
      quoted.items = quoted.items.flatMap((item) => proved.items.get(item) ?? [])
    }
    if (quoted.evidence.length === 0) continue
    quoted.evidence = asSaid(quoted.evidence, proved)
    if (quoted.evidence.length === 0) bare.add(quoted)
  }
  if (!dropsItems || !Array.isArray(data)) return
  const left = data.filter((item) => !bare.has(item))
  data.splice(0, data.length, ...left)
}

/** The quotes that were proved: threads as they stand, and within each as it was said. */
function asSaid(evidence: readonly Evidence[], { quotes }: Proved): Evidence[] {
  const there = evidence.filter((quote) => quotes.has(quote))
  const place = (quote: Evidence): number => quotes.get(quote) ?? 0
  return [...Map.groupBy(there, ({ threadId }) => threadId).values()].flatMap((ofThread) =>
    ofThread.toSorted((a, b) => place(a) - place(b)),
  )
}

/** What proves something in the data of a section. */
interface Quoted {
  evidence: Evidence[]
  items?: ItemProof[]
}

/** The objects that hold evidence, at any depth. */
export function quotedIn(value: unknown): readonly Quoted[] {
  if (typeof value !== 'object' || value === null) return []
  if (isQuoted(value)) return [value]
  return Object.values(value).flatMap(quotedIn)
}

function isQuoted(value: object): value is Quoted {
  return 'evidence' in value && Array.isArray(value.evidence)
}
