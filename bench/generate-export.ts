import { seededRandom } from '../src/analysis/topics/seeded-random.ts'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

/** Messages a thread, and characters a message on average: about 16 KB of JSON a thread. */
const MESSAGES = 13
const CHARACTERS = 1000

const WORDS =
  'the vocal needs more room in the mix so try a slower attack on the bus and leave the snare dry כשהפזמון נכנס תוריד קצת מהמהדהד la guitarra suena muy lejos del resto maybe double the bass an octave up before you print the stems 🎹'.split(
    ' ',
  )

/**
 * Writes a synthetic export of the messages collection: one document a line in an array, in the order of
 * time, so that about forty threads are under way at any moment. The same bytes for the same `threads`.
 */
export async function generateExport(path: string, threads: number): Promise<void> {
  const random = seededRandom(threads)
  const out = createWriteStream(path)
  let first = true
  let clock = Date.UTC(2025, 0, 1)
  const open: { id: number; at: number }[] = []
  let next = 0
  while (next < threads || open.length > 0) {
    while (open.length < 40 && next < threads) open.push({ id: next++, at: 0 })
    const slot = Math.floor(random() * open.length)
    const thread = open[slot]
    if (thread === undefined) break
    clock += 1 + Math.floor(random() * 3000)
    const line = `${first ? '[' : ',\n'}${document(thread.id, thread.at, clock, random)}`
    first = false
    thread.at++
    if (thread.at === MESSAGES) open.splice(slot, 1)
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end(']\n')
  await once(out, 'finish')
}

function document(thread: number, at: number, time: number, random: () => number): string {
  const words: string[] = []
  let length = 0
  const wanted = CHARACTERS * (0.2 + random() * 1.6)
  while (length < wanted) {
    const word = WORDS[Math.floor(random() * WORDS.length)] ?? ''
    words.push(word)
    length += word.length + 1
  }
  return JSON.stringify({
    _id: { $oid: hex(thread * 100 + at, 1) },
    threadId: { $oid: hex(thread, 2) },
    userId: { $oid: hex(thread % 5000, 3) },
    role: at % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: words.join(' ') }],
    createdAt: { $date: new Date(time).toISOString() },
  })
}

function hex(n: number, kind: number): string {
  return `67cf${kind}${n.toString(16).padStart(19, '0')}`
}
