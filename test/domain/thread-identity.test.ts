import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { prefixKeys, resolveIdentity } from '../../src/domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../src/domain/thread/thread-identity.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { namesToBury, namesToLookFor } from '../../src/domain/thread/tombstone.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { runs } from '../conformance/arbitraries.ts'
import { at, say, threadOf } from '../conformance/check.ts'

/** A conversation without an id: one letter a message. */
function talk(letters: string, asOf?: string): Thread {
  return threadOf(
    { messages: letters.split('').map((letter, i) => say(letter, { time: i })) },
    asOf,
  )
}

/** The same without times. */
function talkOf(letters: string): Thread {
  return threadOf({ messages: letters.split('').map((letter) => say(letter)) })
}

function hitsIn(stored: readonly Thread[], keys: readonly string[]): PrefixHit[] {
  return stored.flatMap((thread) => {
    const own = prefixKeys(thread)
    return own.flatMap((key, i) =>
      keys.includes(key) ? [{ key, threadId: thread.id, whole: i === own.length - 1 }] : [],
    )
  })
}

function resolve(stored: readonly Thread[], incoming: Thread): string | undefined {
  const keys = prefixKeys(incoming)
  return resolveIdentity(keys, hitsIn(stored, keys))
}

const anyTalk = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 2, maxLength: 6 })

describe('prefix keys', () => {
  it('one conversation begins with another exactly when its keys hold the last of the other', () => {
    fc.assert(
      fc.property(anyTalk, anyTalk, (a, b) => {
        const last = prefixKeys(talk(b)).at(-1) ?? ''
        expect(prefixKeys(talk(a)).includes(last)).toBe(a.startsWith(b))
      }),
      runs(300, 10_000),
    )
  })

  it('a thread with an id, or of one message, has none', () => {
    expect(prefixKeys({ ...talk('abc'), id: 'own' })).toEqual([])
    expect(prefixKeys(talk('a'))).toEqual([])
    expect(prefixKeys(talk('abc'))).toHaveLength(2)
  })
})

describe('resolveIdentity', () => {
  it('is the longest conversation that the new one begins with', () => {
    const stored = [talk('ab'), talk('abab'), talk('aba')]
    expect(resolve(stored, talk('ababb'))).toBe(talk('abab').id)
    expect(resolve(stored, talk('abaa'))).toBe(talk('aba').id)
    expect(resolve(stored, talk('abb'))).toBe(talk('ab').id)
  })

  it('else one that begins with it, else none', () => {
    expect(resolve([talk('abab')], talk('aba'))).toBe(talk('abab').id)
    expect(resolve([talk('abab')], talk('abb'))).toBeUndefined()
    expect(resolve([], talk('ab'))).toBeUndefined()
  })

  it('does not depend on the order of what is stored', () => {
    fc.assert(
      fc.property(fc.array(anyTalk, { maxLength: 5 }), anyTalk, (letters, next) => {
        const stored = letters.map((one) => talk(one))
        expect(resolve(stored.toReversed(), talk(next))).toBe(resolve(stored, talk(next)))
      }),
      runs(300, 10_000),
    )
  })

  it('one conversation that grows ends as one thread of the same content, in any order', async () => {
    const states = fc.shuffledSubarray([2, 3, 4, 5, 6], { minLength: 2 })
    await fc.assert(
      fc.asyncProperty(states, async (lengths) => {
        const store = await openMemoryStore()
        for (const n of lengths) await store.mergeThreads([talk('abcdef'.slice(0, n), at(n))])
        const { items } = await store.listThreads({})
        expect(items).toHaveLength(1)
        const end = await store.getThread(items[0]?.id ?? '')
        const longest = talk('abcdef'.slice(0, Math.max(...lengths)))
        expect(end?.contentHash).toBe(longest.contentHash)
        // The known limit: the id is that of the state that was stored first.
        expect(end?.id).toBe(talk('abcdef'.slice(0, lengths[0])).id)
      }),
      runs(40, 1000),
    )
  })
})

describe('conversations without an id', () => {
  it('of any states in any order end as the longest of each, none lost and none twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTalk, { minLength: 1, maxLength: 7 }), async (letters) => {
        const store = await openMemoryStore()
        for (const one of letters) await store.mergeThreads([talk(one)])
        const { items } = await store.listThreads({ limit: 1000 })
        const longest = [...new Set(letters)].filter(
          (one) => !letters.some((other) => other !== one && other.startsWith(one)),
        )
        expect(items.map(({ contentHash }) => contentHash).sort()).toEqual(
          longest.map((one) => talk(one).contentHash).sort(),
        )
      }),
      runs(200, 10_000),
    )
  })
})

describe('logged requests', () => {
  const logged = (letters: string, request: number) =>
    threadOf({ request, messages: letters.split('').map((letter) => say(letter)) })
  const anyRequest = fc.tuple(anyTalk, fc.integer({ min: 1, max: 3 }))
  const anyLog = fc.array(anyRequest, { minLength: 1, maxLength: 9 })

  /** How many conversations begin with these letters, at the least: each request is in one. */
  const expected = (log: readonly (readonly [string, number])[], begin = ''): string[] => {
    const own = new Set(log.flatMap(([letters, request]) => (letters === begin ? [request] : [])))
    const grown = ['a', 'b'].flatMap((next) =>
      log.some(([letters]) => letters.startsWith(begin + next)) ? expected(log, begin + next) : [],
    )
    return [...grown, ...Array.from({ length: Math.max(0, own.size - grown.length) }, () => begin)]
  }

  it('of the same words are conversations apart, and each longer one continues one of them', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const store = await openMemoryStore()
        for (const [letters, request] of log) await store.mergeThreads([logged(letters, request)])
        const { items } = await store.listThreads({ limit: 1000 })
        expect(items.map(({ contentHash }) => contentHash).sort()).toEqual(
          expected(log)
            .map((letters) => talkOf(letters).contentHash)
            .sort(),
        )
      }),
      runs(300, 20_000),
    )
  })

  it('that come again change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, fc.infiniteStream(fc.nat()), async (log, picks) => {
        const store = await openMemoryStore()
        for (const [letters, request] of log) await store.mergeThreads([logged(letters, request)])
        const before = canonicalJson((await store.listThreads({ limit: 1000 })).items)
        for (const pick of picks.take(3)) {
          const [letters, request] = log[pick % log.length] ?? ['ab', 1]
          const [again] = await store.mergeThreads([logged(letters, request)])
          expect(again?.outcome).toBe('unchanged')
        }
        expect(canonicalJson((await store.listThreads({ limit: 1000 })).items)).toBe(before)
      }),
      runs(200, 10_000),
    )
  })

  it('never meet conversations whose source tells no requests apart', () => {
    expect(resolve([talkOf('ab')], logged('abb', 1))).toBeUndefined()
    expect(resolve([logged('ab', 1)], talkOf('abb'))).toBeUndefined()
  })

  it('are apart in the grave too: the same words of another request are not buried', () => {
    const buried = new Set(namesToBury(logged('abab', 1)).map((name) => canonicalJson(name)))
    const isBuried = (thread: Thread) =>
      namesToLookFor(thread).some((name) => buried.has(canonicalJson(name)))
    expect(isBuried(logged('abab', 1))).toBe(true)
    expect(isBuried(logged('ababa', 2))).toBe(true)
    expect(isBuried(logged('aba', 2))).toBe(true)
    expect(isBuried(logged('abab', 2))).toBe(false)
    expect(isBuried(logged('abaa', 1))).toBe(false)
  })
})

describe('the names an erased thread is known by', () => {
  const meets = (erased: Thread, incoming: Thread) => {
    const buried = new Set(namesToBury(erased).map((name) => canonicalJson(name)))
    return namesToLookFor(incoming).some((name) => buried.has(canonicalJson(name)))
  }

  it('meet those of its older and its grown states, and of no other conversation', () => {
    fc.assert(
      fc.property(anyTalk, anyTalk, (a, b) => {
        expect(meets(talk(a), talk(b))).toBe(a.startsWith(b) || b.startsWith(a))
      }),
      runs(500, 10_000),
    )
  })

  it('are the id alone where there is one', () => {
    expect(namesToBury({ ...talk('abc'), id: 'own' })).toEqual([{ what: 'thread', name: 'own' }])
  })
})
