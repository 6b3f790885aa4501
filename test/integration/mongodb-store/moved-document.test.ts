import { BSON } from 'mongodb'
import { expect, it } from 'vitest'
import { movedDocument } from '../../../src/storage/mongodb/upkeep/moved-document.ts'
import { smallThread } from './threads.ts'

const KEPT = 'a'.repeat(3_500_000)

/** A document of layout 2 that was adopted, and to which somebody added a note since. */
function movedWith(noteBytes: number) {
  const thread = smallThread(1)
  return movedDocument({
    old: {
      _id: 1,
      id: thread.id,
      rev: '1-a',
      contentHash: thread.contentHash,
      tokens: ['stems'],
      searchable: true,
      note: 'b'.repeat(noteBytes),
    },
    original: { _id: 1, id: thread.id, artist: KEPT },
    state: { tags: [], labels: [] },
    thread,
  })
}

it('gives an adopted document back what it had, where there is room', () => {
  expect(movedWith(10)).toMatchObject({ artist: KEPT, hitcraft: { tokens: ['stems'] } })
})

it('leaves out what is among the originals, then the words, of a document that has no room', () => {
  const lean = movedWith(13_000_000)
  expect(Object.keys(lean)).not.toContain('artist')
  expect(lean).toMatchObject({ hitcraft: { tokens: ['stems'], searchable: true } })
  const wordless = movedWith(15_500_000)
  expect(wordless).toMatchObject({ hitcraft: { tokens: ['*'], searchable: true } })
  for (const each of [lean, wordless]) {
    expect(BSON.calculateObjectSize(each)).toBeLessThan(16 * 1024 * 1024)
  }
})
