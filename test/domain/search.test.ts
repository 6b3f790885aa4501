import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  findMatch,
  isDecidedByTokens,
  parseSearch,
  requiredTokens,
} from '../../src/domain/search/search-query.ts'
import { foldWord, indexTokens, unitsOf } from '../../src/domain/search/search-tokens.ts'
import { anyText, runs, speech, WORDS } from '../conformance/arbitraries.ts'
import { oneLine, say, threadOf } from '../conformance/check.ts'

const tokens = (text: string) => unitsOf(text).map(({ token }) => token)

describe('units of a text', () => {
  it.each([
    ['straße STRASSE STRAẞE', ['strasse', 'strasse', 'strasse']],
    ['Café cafe\u0301 CAFE', ['cafe', 'cafe', 'cafe']],
    ['שָׁלוֹם שלום', ['שלום', 'שלום']],
    ['مَرْحَبًا مرحبا', ['مرحبا', 'مرحبا']],
    ['Σίσυφος ΣΊΣΥΦΟΣ', ['σισυφοσ', 'σισυφοσ']],
    ['Ёлка елка', ['елка', 'елка']],
    ['Ｗｉｄｅ ﬁle', ['wide', 'file']],
    ['音乐mix混', ['音', '乐', 'mix', '混']],
    ['a.b C# 100% _x', ['a', 'b', 'c', '100', 'x']],
    ['🎵 … \uD800', []],
    ['İstanbul', ['istanbul']],
  ])('%s', (text, expected) => {
    expect(tokens(text)).toEqual(expected)
  })

  it('of Thai and Chinese are characters, joined where nothing stands between', () => {
    const units = unitsOf('音乐 混')
    expect(units.map(({ single, joined }) => [single, joined])).toEqual([
      [true, false],
      [true, true],
      [true, false],
    ])
    expect(unitsOf('ดนตรี').every(({ single }) => single)).toBe(true)
  })

  it('stand in the text: the span folds to the token, in order, without overlap', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0
        for (const unit of unitsOf(text)) {
          expect(unit.start).toBeGreaterThanOrEqual(end)
          expect(foldWord(text.slice(unit.start, unit.end))).toBe(unit.token)
          expect(text.slice(unit.start, unit.end).isWellFormed()).toBe(true)
          end = unit.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
      runs(500, 20_000),
    )
  })

  it('folding is done once: a token folds to itself, in either case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const token of tokens(text)) {
          expect(foldWord(token)).toBe(token)
          expect(foldWord(token.toUpperCase())).toBe(token)
        }
      }),
      runs(500, 20_000),
    )
  })

  it('every letter and digit there is folds alike in either case and in every normal form', () => {
    const uneven: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      const letter = code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code)
      if (!/^[\p{L}\p{N}\p{M}]$/u.test(letter)) continue
      const forms = [letter.toLowerCase(), letter.normalize('NFD'), letter.normalize('NFKC')]
      // The Greek iota subscript is a mark that becomes a letter of its own in upper case.
      if (!letter.normalize('NFD').includes('\u0345')) forms.push(letter.toUpperCase())
      const token = foldWord(letter)
      if ([...forms, token].some((form) => foldWord(form) !== token)) uneven.push(letter)
    }
    expect(uneven).toEqual([])
  })

  it('a token is at most 64 characters', () => {
    expect(tokens('x'.repeat(1000))).toEqual(['x'.repeat(64)])
    expect(tokens('é'.repeat(1000))).toEqual(['e'.repeat(64)])
  })
})

describe('a search', () => {
  it('reads words, phrases and a last prefix', () => {
    const read = (words: string) =>
      parseSearch(words).terms.map(({ units, prefix }) => [
        units.map(({ token }) => token).join('+'),
        prefix,
      ])
    expect(read('One two')).toEqual([
      ['one', false],
      ['two', true],
    ])
    expect(read('"One two" thr')).toEqual([
      ['one+two', false],
      ['thr', true],
    ])
    expect(read('a "b c')).toEqual([
      ['a', false],
      ['b+c', false],
    ])
    expect(read('a.b 音乐')).toEqual([
      ['a+b', false],
      ['音+乐', false],
    ])
    expect(read(' "" ... ')).toEqual([])
  })

  it('finds every word of a text in it, and its span holds that word', () => {
    fc.assert(
      fc.property(speech, (text) => {
        const thread = oneLine('t', text)
        for (const unit of unitsOf(text)) {
          const found = findMatch(thread, parseSearch(text.slice(unit.start, unit.end)))
          expect(found).toBeDefined()
          const first = text.slice(found?.start, found?.end)
          expect(foldWord(first).startsWith(unit.token)).toBe(true)
        }
      }),
      runs(200, 10_000),
    )
  })

  it('is never missed by the tokens of the index, and decided by them where it says so', () => {
    const anyQuestion = fc.oneof(
      fc.constantFrom(...WORDS),
      fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map((two) => two.join(' ')),
      speech.map((text) => `"${text}"`),
      speech.map((text) => text.slice(1, 4)),
    )
    fc.assert(
      fc.property(speech, anyQuestion, (text, question) => {
        const query = parseSearch(question)
        const index = [...indexTokens([text])]
        const possible = requiredTokens(query).every(({ token, prefix }) =>
          index.some((one) => one === token || (prefix && one.startsWith(token))),
        )
        const found = findMatch(oneLine('t', text), query) !== undefined
        expect(found && !possible).toBe(false)
        const decided = query.terms.length > 0 && isDecidedByTokens(query)
        expect(decided && possible && !found).toBe(false)
      }),
      runs(1000, 50_000),
    )
  })

  it('is in the index of many texts as in those of each, however many words came before', () => {
    // More words than are remembered, each again later, and hashes that are alike: `Aa` and `BB`.
    const many = Array.from({ length: 10_000 }, (_, n) => `w${n % 6000}`).join(' ')
    const texts = ['Aa BB', many, 'AaBB BBAa AaAa', '音乐 乐音乐 𠀀𠀁音', 'BBBB שלום', many]
    const each = texts.flatMap((text) => [...indexTokens([text])])
    expect([...indexTokens(texts)].toSorted()).toEqual([...new Set(each)].toSorted())
    const words = texts.flatMap((text) => unitsOf(text).map(({ token }) => token))
    expect(indexTokens(texts).isSupersetOf(new Set(words))).toBe(true)
    expect(indexTokens(texts).has('𠀀𠀁')).toBe(true)
  })

  it('looks for every term in the whole thread, and for a phrase in one text', () => {
    const thread = threadOf({
      id: 't',
      messages: [say('one', { id: 'a' }), say('two one', { id: 'b' })],
    })
    expect(findMatch(thread, parseSearch('two one'))).toMatchObject({ messageId: 'b', start: 0 })
    expect(findMatch(thread, parseSearch('one two'))).toMatchObject({ messageId: 'a' })
    expect(findMatch(thread, parseSearch('"one two"'))).toBeUndefined()
    expect(findMatch(thread, parseSearch('one three'))).toBeUndefined()
    expect(findMatch(thread, parseSearch(''))).toBeUndefined()
  })
})
