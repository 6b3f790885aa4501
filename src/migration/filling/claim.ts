import { randomUUID } from 'node:crypto'
import { isKnownToHaveEnded } from '../../analysis/run/this-process.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { marksOf } from './marks.ts'

/** What one of two migrations into one store claims. */
const CLAIM = { analyzerKey: 'migration', task: 'fill' } as const
/** Milliseconds for which a claim holds that is not renewed. */
export const LEASE = 60_000

/** Names of those of this process, whose number says nothing of which of them are at work. */
const HERE = new Set<string>()

/**
 * Claims the right to fill a store. Of a process of this machine that is no more it is taken over at once, of another
 * one after a minute. Who had it before finds its name gone from the marks.
 *
 * @returns the name under which it is held
 * @throws HitCraftError CONFLICT while another migration fills the store
 */
export async function claimFilling(to: ChatStore): Promise<string> {
  const worker = randomUUID()
  await to.refresh()
  if (!(await holdFilling(to, worker))) {
    for (const { worker: other } of await marksOf(to)) {
      if (other === undefined || HERE.has(other.name) || !isKnownToHaveEnded(other)) continue
      await to.releaseClaims(CLAIM.analyzerKey, other.name)
    }
    if (!(await holdFilling(to, worker))) throw inUse(to)
  }
  HERE.add(worker)
  try {
    await takeOver(to)
    return worker
  } catch (error) {
    await releaseFilling(to, worker)
    throw error
  }
}

/** Renews a claim, or takes it where nobody has it. @returns whether it is held */
export function holdFilling(to: ChatStore, worker: string): Promise<boolean> {
  return to.claimTask({ ...CLAIM, worker, lease: LEASE })
}

export async function releaseFilling(to: ChatStore, worker: string): Promise<void> {
  HERE.delete(worker)
  await to.releaseClaims(CLAIM.analyzerKey, worker)
}

export function inUse({ location }: ChatStore): HitCraftError {
  return new HitCraftError('CONFLICT', `another migration fills ${location}`, {
    remedy:
      'Wait until it is done; one that was killed on another machine is taken over after a minute.',
  })
}

/** Takes the names of those that had the right before from their marks. */
async function takeOver(to: ChatStore): Promise<void> {
  const left = (await marksOf(to)).flatMap(({ worker, ...mark }) =>
    worker === undefined ? [] : [mark],
  )
  if (left.length > 0) await to.putRecords('migration', left)
}
