import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/domain/analysis/evidence.ts'
import { readableFirst } from '../../src/insights/counting/readable-first.ts'

function quote(threadId: string, messageId: string, language?: string): Evidence {
  const where = { threadId, messageId, part: 0, start: 0, end: 2, quote: 'no' }
  return language === undefined ? where : { ...where, language }
}

const order = (evidence: readonly Evidence[]) =>
  evidence.map(({ threadId, messageId }) => `${threadId}${messageId}`)

describe('quotes that are shown', () => {
  it('begin with threads of the language that most are in, and keep a thread together', () => {
    const evidence = [
      quote('a', '1', 'he'),
      quote('a', '2', 'en'),
      quote('b', '1', 'en'),
      quote('c', '1', 'es'),
      quote('d', '1', 'en'),
      quote('d', '2', 'en'),
    ]
    expect(order(readableFirst(evidence, 'en'))).toEqual(['b1', 'd1', 'd2', 'a1', 'a2', 'c1'])
    expect(order(readableFirst(evidence, 'es'))).toEqual(['c1', 'a1', 'a2', 'b1', 'd1', 'd2'])
  })

  it('are taken for readable where their language cannot be told', () => {
    const evidence = [quote('a', '1', 'he'), quote('b', '1'), quote('c', '1', 'en')]
    expect(order(readableFirst(evidence, undefined))).toEqual(['b1', 'a1', 'c1'])
    expect(order(readableFirst(evidence, 'en'))).toEqual(['b1', 'c1', 'a1'])
  })
})
