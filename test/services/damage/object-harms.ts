import type { ObjectStore } from '../../../src/storage/objects/object-store.ts'
import type { Harm } from './harm.ts'

/**
 * Each object of the truth flipped, cut, emptied, deleted, and put in the place of another. Left out: what lies
 * under `catalog/`, which is made of it.
 */
export async function objectHarms(objects: ObjectStore): Promise<Harm[]> {
  const found: { key: string; bytes: Buffer }[] = []
  for (const prefix of ['threads/', 'records/']) {
    for await (const { key } of objects.list(prefix)) {
      const object = await objects.get(key)
      if (object === undefined || isOfMigrations(object.bytes)) continue
      found.push({ key, bytes: object.bytes })
    }
  }
  return found.flatMap(({ key, bytes }, index) => {
    const others = found.filter((one) => one.key !== key && one.key.slice(0, 7) === key.slice(0, 7))
    const other = others[index % Math.max(1, others.length)]
    const undo = () => objects.put(key, bytes)
    const thread = /^threads\/(.*)\.json$/.exec(key)?.[1]
    const about = thread === undefined ? {} : { thread }
    const replaced = (what: string, by: Buffer): Harm => ({
      what: `${key}: ${what}`,
      names: key,
      ...about,
      do: () => objects.put(key, by),
      undo,
    })
    const harms = [0.1, 0.5, 0.9].map((share) =>
      replaced(`flipped at ${share}`, flipped(bytes, share)),
    )
    harms.push(
      replaced('cut', bytes.subarray(0, bytes.length >> 1)),
      replaced('cut by a line', bytes.subarray(0, bytes.lastIndexOf('\n', -2) + 1)),
      replaced('emptied', Buffer.alloc(0)),
      { what: `${key}: deleted`, names: key, ...about, do: () => objects.delete(key), undo },
    )
    if (other !== undefined) harms.push(replaced(`holds ${other.key}`, other.bytes))
    return harms
  })
}

function isOfMigrations(bytes: Buffer): boolean {
  const lines = bytes.toString().trimEnd().split('\n')
  return lines.every((line) => /^\{"(?:kind":"migration|end)"/.test(line))
}

function flipped(bytes: Buffer, share: number): Buffer {
  const copy = Buffer.from(bytes)
  const at = Math.floor(copy.length * share)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
