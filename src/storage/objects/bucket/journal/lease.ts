import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { jsonIfAny } from '../../../../domain/values/json.ts'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { ObjectStore } from '../../object-store.ts'
import { LAYOUT } from '../layout.ts'

/** Milliseconds for which a lease holds unless it is renewed. */
const TERM = 15_000
/** Milliseconds between writing a lease and trusting it: another's of the same moment shows by then. */
const SETTLE = 300

const leaseSchema = z.object({ owner: z.string(), holder: z.string(), until: z.number() })

/**
 * One writer at a time on a server that cannot compare before it writes. Who finds no lease writes its
 * own, waits, and looks whether it is still there: of two at once the later one wins. Not a proof
 * against clocks that are far apart or a process that stood still for longer than the term.
 */
export class Lease {
  readonly #objects: ObjectStore
  readonly #owner = randomBytes(12).toString('hex')
  #until = 0

  constructor(objects: ObjectStore) {
    this.#objects = objects
  }

  /** @throws HitCraftError CONFLICT while another process writes */
  async hold(): Promise<void> {
    const now = Date.now()
    if (now < this.#until - TERM / 2) return
    const isNew = now > this.#until
    await this.#refuseOther()
    await this.#write(now + TERM)
    if (!isNew) return
    await delay(SETTLE)
    await this.#refuseOther()
  }

  /** Lets another process write at once. */
  async release(): Promise<void> {
    if (Date.now() > this.#until) return
    this.#until = 0
    await this.#objects.delete(LAYOUT.lease)
  }

  async #write(until: number): Promise<void> {
    const lease = { owner: this.#owner, holder: `${hostname()}, process ${process.pid}`, until }
    await this.#objects.put(LAYOUT.lease, Buffer.from(JSON.stringify(lease)))
    this.#until = until
  }

  async #refuseOther(): Promise<void> {
    const object = await this.#objects.get(LAYOUT.lease)
    if (object === undefined) return
    // What is no lease nobody can hold.
    const lease = leaseSchema.safeParse(jsonIfAny(object.bytes.toString('utf8'))).data
    if (lease === undefined || lease.owner === this.#owner || lease.until < Date.now()) return
    this.#until = 0
    throw new HitCraftError('CONFLICT', `${this.#objects.location} is written by ${lease.holder}`, {
      remedy:
        'This server has no conditional writes, so one process writes at a time: wait until the ' +
        'other has ended, or use a server that has them.',
    })
  }
}
