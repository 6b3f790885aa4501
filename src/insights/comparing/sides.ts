import { choiceOfKey, filterOfChoice } from '../../analysis/choosing/choice-of-key.ts'
import type { KeyChoice } from '../../analysis/choosing/choice-of-key.ts'
import { conditionsOf } from '../../domain/thread/thread-query.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { Side } from './pairs.ts'

export interface ComparedKeys {
  readonly a: string
  readonly b: string
  /** By last message, ISO, UTC, milliseconds: from inclusive, to exclusive. */
  readonly from?: string
  readonly to?: string
}

/** What a key has read at random among what the other has read, so that it tells of the rest. */
interface Sampled {
  readonly truth: 'a' | 'b'
  readonly choice: KeyChoice
}

/** What each side of a comparison has read: of a key that read all, what the sample of the other was drawn from. */
export async function sidesOf(
  store: Pick<ChatStore, 'listRecords'>,
  keys: ComparedKeys,
): Promise<{ readonly a: Side; readonly b: Side; readonly sampled: Sampled | undefined }> {
  const range = given({ from: keys.from, to: keys.to })
  const sampled = await sampledOf(store, keys)
  const filter = sampled === undefined ? range : filterOfChoice(sampled.choice, range)
  return {
    a: { ...(sampled?.truth === 'b' ? filter : range), analyzerKey: keys.a },
    b: { ...(sampled?.truth === 'a' ? filter : range), analyzerKey: keys.b },
    sampled,
  }
}

/** Which of the two is a sample of what the other can tell of; undefined where none is, or both are. */
async function sampledOf(
  store: Pick<ChatStore, 'listRecords'>,
  { a, b }: ComparedKeys,
): Promise<Sampled | undefined> {
  const [ofA, ofB] = await Promise.all([choiceOfKey(store, a), choiceOfKey(store, b)])
  const isA = isSampleFor(ofA, b)
  if (isA === isSampleFor(ofB, a)) return undefined
  const choice = isA ? ofA : ofB
  return choice === undefined ? undefined : { truth: isA ? 'a' : 'b', choice }
}

/** Only what the other key says, or what needs no key, can be asked of its analyses. */
function isSampleFor(choice: KeyChoice | undefined, other: string): boolean {
  if (choice?.how !== 'sample') return false
  return choice.by === other || conditionsOf(filterOfChoice(choice)).keyed.length === 0
}
