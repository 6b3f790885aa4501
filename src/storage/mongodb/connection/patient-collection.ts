import { MongoError } from 'mongodb'
import type { Collection, Document } from 'mongodb'
import { neverConnected, patiently } from '../../patience.ts'

/** Calls that ask the server at once; `find` does when its rows are asked for, and is left to its caller. */
const REQUESTS: ReadonlySet<PropertyKey> = new Set([
  'bulkWrite',
  'countDocuments',
  'deleteMany',
  'deleteOne',
  'distinct',
  'findOne',
  'insertMany',
  'insertOne',
  'replaceOne',
  'updateMany',
  'updateOne',
])

/**
 * A collection whose requests are made again when they never came to the server. The driver makes writes again
 * for replica sets alone, and once; and reads not when a connection that it kept turns out to be lost as it is
 * written to (`Connection.writeCommand` of driver 7).
 */
export function patientCollection<T extends Document>(collection: Collection<T>): Collection<T> {
  return new Proxy(collection, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      const call = (...given: unknown[]): unknown => Reflect.apply(member, target, given)
      if (REQUESTS.has(name)) {
        return (...given: unknown[]) =>
          patiently(async () => call(...given), { mayRepeat: neverArrived })
      }
      return call
    },
  })
}

/**
 * Whether the server cannot have acted: no connection could be had, or the message could not be written whole
 * on one that was lost, which the driver tells by the system's own error.
 */
export function neverArrived(error: unknown): boolean {
  if (neverConnected(error)) return true
  if (error instanceof Error && 'syscall' in error && error.syscall === 'write') return true
  if (!(error instanceof MongoError)) return false
  // A pool that is cleared lets go of those who wait; one that breaks off those under way has another name.
  return (
    error.name === 'MongoPoolClearedError' ||
    (error.name.includes('Network') && error.hasErrorLabel('HandshakeError'))
  )
}
