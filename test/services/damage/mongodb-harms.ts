import { Binary } from 'mongodb'
import type { Document, MongoClient, UpdateFilter } from 'mongodb'
import type { Harm } from './harm.ts'

const ZEROS = '0'.repeat(64)

/**
 * Each field of the truth changed or taken away, documents swapped, by the driver. Left out: what is made of the
 * truth (summary, last, tags, labels, tokens, title, messages, the collection analysis_history).
 */
export async function mongodbHarms(client: MongoClient, database: string): Promise<Harm[]> {
  const db = client.db(database)
  const threads: Document[] = await db.collection('threads').find().sort({ id: 1 }).toArray()
  const records: Document[] = await db.collection('records').find().sort({ _id: 1 }).toArray()
  const harm = (collection: string, before: Document, update: UpdateFilter<Document>): Harm => {
    const thread = collection === 'threads' ? String(before['id']) : undefined
    const filter = { _id: before['_id'] as never }
    const set = update['$set'] as Document | undefined
    const renamed: unknown = set?.['id']
    return {
      what: `${collection} ${String(before['id'] ?? before['_id'])}: ${JSON.stringify(update).slice(0, 80)}`,
      names: typeof renamed === 'string' ? renamed : (thread ?? idIn(before)),
      ...(thread === undefined ? {} : { thread }),
      do: () => db.collection(collection).updateOne(filter, update),
      undo: async () => {
        // Of one that was renamed, the import has made another.
        const twin = { id: before['id'] as unknown, _id: { $ne: before['_id'] as never } }
        if (thread !== undefined) await db.collection(collection).deleteMany(twin)
        await db.collection(collection).replaceOne(filter, before, { upsert: true })
      },
    }
  }
  const [first = {}, second = {}] = threads
  const last = threads.at(-1) ?? {}
  const whole = ['body', 'parts', 'bodyHash', 'contentHash', 'asOf', 'summary'] as const
  const own = (fields: Document) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`hitcraft.${name}`, value as unknown]),
    )
  const from = ({ hitcraft }: Document, fields: readonly string[]) => ({
    $set: own(
      Object.fromEntries(fields.map((field) => [field, (hitcraft as Document)[field] as unknown])),
    ),
  })
  const kinds = [...Map.groupBy(records, ({ kind }) => String(kind)).values()].flatMap(
    ([one]) => one ?? [],
  )
  return [
    ...[
      { $set: own({ body: flipped((first['hitcraft'] as Document)['body']) }) },
      { $set: own({ body: 'x' }) },
      { $set: own({ body: null }) },
      { $set: own({ body: 7 }) },
      { $set: own({ bodyHash: ZEROS }) },
      { $set: own({ bodyHash: 7 }) },
      { $set: own({ asOf: '2099-01-01T00:00:00.000Z' }) },
      { $set: own({ seal: ZEROS }) },
      { $set: own({ parts: { version: 'x', count: 2 } }) },
      { $set: { id: 'renamed' } },
      { $unset: own({ body: '' }) },
      { $unset: own({ bodyHash: '' }) },
      { $unset: own({ seal: '' }) },
      from(second, whole),
      from(last, [...whole, 'seal']),
    ].map((update) => harm('threads', first, update as UpdateFilter<Document>)),
    ...kinds.flatMap((record) =>
      [
        { $set: { body: flipped(record['body']) } },
        { $set: { body: '{' } },
        { $set: { tag: 'x' } },
        { $set: { thread: 'x' } },
        { $set: { kind: 'other' } },
        { $set: { seal: ZEROS } },
        { $unset: { body: '' } },
        { $unset: { seal: '' } },
      ].map((update) => harm('records', record, update as UpdateFilter<Document>)),
    ),
    ...kinds.map((record): Harm => ({
      what: `records ${String(record['_id'])}: deleted`,
      names: `kind ${String(record['kind'])}|${idIn(record)}`,
      do: () => db.collection('records').deleteOne({ _id: record['_id'] as never }),
      undo: () => db.collection('records').insertOne(record),
    })),
    {
      what: `threads ${String(first['id'])}: deleted`,
      names: 'collection threads',
      do: () => db.collection('threads').deleteOne({ _id: first['_id'] as never }),
      undo: () => db.collection('threads').insertOne(first),
    },
  ]
}

/** Of a record's document: what its `_id` says behind the kind. */
function idIn(document: Document): string {
  return String(document['_id']).replace(/^[^\n]*\n/, '')
}

function flipped(body: unknown): unknown {
  if (typeof body === 'string') return body.replace(/[a-z](?=[^a-z]*$)/, 'X')
  if (!(body instanceof Binary)) return 'x'
  const bytes = Buffer.from(body.value())
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  return new Binary(bytes)
}
