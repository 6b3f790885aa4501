import { MongoError } from 'mongodb'
import type { Collection, Document } from 'mongodb'
import { neverConnected, patiently } from '../../patience.ts'

/** Calls that write. Those that read the driver makes again itself. */
const WRITES: ReadonlySet<PropertyKey> = new Set([
  'bulkWrite',
  'deleteMany',
  'deleteOne',
  'insertMany',
  'insertOne',
  'replaceOne',
  'updateMany',
  'updateOne',
])

/**
 * A collection whose writes are made again when they never came to the server. The driver does so for
 * replica sets alone, and once.
 */
export function patientCollection<T extends Document>(collection: Collection<T>): Collection<T> {
  return new Proxy(collection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      const call = (...given: unknown[]): unknown => Reflect.apply(member, target, given)
      if (!WRITES.has(name)) return call
      return (...given: unknown[]) =>
        patiently(async () => call(...given), { mayRepeat: neverArrived })
    },
  })
}

/** Whether no connection could be had, so that nothing was asked of the server. */
function neverArrived(error: unknown): boolean {
  if (neverConnected(error)) return true
  if (!(error instanceof MongoError)) return false
  // A pool that is cleared lets go of those who wait; one that breaks off those under way has another name.
  return (
    error.name === 'MongoPoolClearedError' ||
    (error.name.includes('Network') && error.hasErrorLabel('HandshakeError'))
  )
}
