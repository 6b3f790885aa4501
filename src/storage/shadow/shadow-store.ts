import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import type { ChatStore } from '../chat-store.ts'
import { isSameStore } from '../same-store.ts'
import { COMPARED, ReadComparer } from './compare-reads.ts'
import { Mirror } from './mirror.ts'
import { PACE } from './pace.ts'
import type { ShadowPace } from './pace.ts'
import { shadowChecks } from './notes/shadow-checks.ts'
import { ShadowNotes } from './notes/shadow-notes.ts'
import { shadowStateOf } from './notes/shadow-state.ts'
import type { ShadowState } from './notes/shadow-state.ts'
import { analyzedNames, erasureNames, recordNames, threadNames } from './written-names.ts'

export interface ShadowOptions {
  /** The second store, for people. Never a secret. */
  readonly location: string
  readonly open: () => Promise<ChatStore>
  /** The folder of this machine where its processes note what did not arrive. */
  readonly folder: string
  /** Names that are held at most while the second store is away. Default 20,000. */
  readonly most?: number
  readonly pace?: Partial<ShadowPace>
}

/** What there is to know and to do about the shadow of a store. */
export interface Shadow {
  /** As far as the processes of this machine know. */
  state(): Promise<ShadowState>
  /** The second store, to look at. @throws HitCraftError where it does not open */
  second(): Promise<ChatStore>
  /** Resolves with whether all that was written so far has arrived, after so many milliseconds at most. */
  settled(within: number): Promise<boolean>
  /** Resolves when no comparison of reads is under way. */
  compared(): Promise<void>
  /** Notes that both are equal as of a time (ISO 8601): what was missed before has been made up. */
  settle(at: string): Promise<void>
}

const SHADOWS = new WeakMap<ChatStore, Shadow>()

/** The shadow of a store; undefined where it has none. */
export function shadowOf(store: ChatStore): Shadow | undefined {
  return SHADOWS.get(store)
}

/**
 * A store whose writes come to a second one as well, and a share of whose reads are asked of both: the way to change
 * the store without a stop. The first answers, alone; a second that is away, slow or wrong never fails a call and holds
 * none up for longer than `ShadowPace.wait`. Claims and what can be rebuilt stay in the first.
 *
 * What is written goes to the first store, then by its name to a bounded list, and is copied from the first as it is
 * then. What finds no room, is refused, or is on the list when the process ends is counted as missed.
 */
export function withShadow(first: ChatStore, options: ShadowOptions): ChatStore {
  const pace = { ...PACE, ...options.pace }
  const { location, folder, most } = options
  const notes = new ShadowNotes(folder, [first.kind, first.location, location])
  const openSecond = () => openOther(first, options)
  const limit = most === undefined ? {} : { most }
  const mirror = new Mirror({ first, openSecond, notes, pace, ...limit })
  const comparer = new ReadComparer(first, mirror, pace)
  const shadow: Shadow = {
    async state() {
      await mirror.tell()
      const { notes: written, equalAt } = await notes.read()
      return shadowStateOf(location, written, equalAt, Date.now())
    },
    second: () => mirror.second(),
    settled: (within) => mirror.settled(within),
    compared: () => comparer.done(),
    settle: (at) => notes.settle(at),
  }
  const own = {
    ...mirrored(first, mirror),
    check: async () => [
      ...(await first.check()),
      ...(await shadowChecks(first, { ...shadow, noteProblem: mirror.noteProblem })),
    ],
    close: async () => {
      comparer.close()
      await mirror.close()
      await first.close()
    },
  } satisfies Partial<ChatStore>
  const store = new Proxy(first, {
    get(target, name, receiver) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name)
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || typeof name !== 'string' || !COMPARED.has(name)) {
        return value
      }
      return (...asked: unknown[]) => {
        comparer.read(name, asked)
        return Reflect.apply(value, target, asked)
      }
    },
  })
  SHADOWS.set(store, shadow)
  return store
}

/** The calls that write. */
function mirrored(first: ChatStore, mirror: Mirror) {
  return {
    mergeThreads: (threads) =>
      mirror.write(
        () => first.mergeThreads(threads),
        (outcomes) =>
          threadNames(
            outcomes === undefined
              ? threads.map(({ id }) => id)
              : outcomes.filter(({ outcome }) => outcome !== 'erased').map(({ id }) => id),
          ),
      ),
    eraseThreads: async (ids) => {
      const names = await erasureNames(first, ids)
      return mirror.write(() => first.eraseThreads(ids), names)
    },
    eraseUser: async (userId) => {
      const names = await erasureNames(first, await first.threadsOfUser(userId), userId)
      return mirror.write(() => first.eraseUser(userId), names)
    },
    saveAnalyses: (items) =>
      mirror.write(
        () => first.saveAnalyses(items),
        () => analyzedNames(items),
      ),
    saveTopicAssignments: (assignments) =>
      mirror.write(
        () => first.saveTopicAssignments(assignments),
        () => recordNames('topicAssignment', assignments),
      ),
    saveWindowAnswers: (answers) =>
      mirror.write(
        () => first.saveWindowAnswers(answers),
        () => recordNames('windowAnswers', answers),
      ),
    putRecords: <K extends RecordKind>(kind: K, records: readonly RecordTypes[K][]) =>
      mirror.write(
        () => first.putRecords(kind, records),
        () => recordNames(kind, records),
      ),
  } satisfies Partial<ChatStore>
}

/** @throws HitCraftError INVALID_CONFIG where it is the first store: nothing would be gained. */
async function openOther(first: ChatStore, { open, location }: ShadowOptions): Promise<ChatStore> {
  const second = await open()
  if (!(await isSameStore(first, second))) return second
  await second.close()
  throw new HitCraftError('INVALID_CONFIG', `the shadow ${location} is the store itself`, {
    remedy: 'Set STORAGE_SHADOW to another store.',
  })
}
