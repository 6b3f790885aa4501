import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openEncoder, similarity } from '../../../src/analysis/encoder/encoder.ts'

const encode = (text: string) => openEncoder().encode(text)
const near = (a: string, b: string) => similarity(encode(a), encode(b))

describe('the table', () => {
  it('puts a wish beside the same wish in other words and languages, and not beside another', () => {
    const wish = 'how can I cancel my subscription'
    const other = 'add a guitar solo after the chorus'
    for (const same of [
      'please stop my plan, I do not want to pay any more',
      'איך אני מבטל את המנוי שלי',
      'quiero cancelar mi suscripción',
      'comment annuler mon abonnement',
      'wie kann ich mein Abo kündigen',
      'como cancelo minha assinatura',
      'как отменить подписку',
      'كيف يمكنني إلغاء الاشتراك',
      '如何取消订阅',
    ]) {
      expect(near(wish, same), same).toBeGreaterThan(near(wish, other) + 0.2)
    }
  })

  it('knows the words of most sentences that users write', () => {
    const path = join(import.meta.dirname, '../../../bench/quality/intents.tsv')
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
    const unknown = lines.filter((line) => {
      const vector = encode(line.split('\t')[2] ?? '')
      return vector.every((value) => value === 0)
    })
    expect([lines.length, unknown]).toEqual([650, []])
  })

  it('gives these bytes on every processor; only another table may change them', () => {
    const hash = createHash('sha256')
    for (const text of [
      'make the bass louder',
      'תגביר את הבאס',
      '把低音调大',
      'zażółć gęślą jaźń',
    ]) {
      hash.update(new Uint8Array(encode(text).buffer))
    }
    expect([openEncoder().version, hash.digest('hex').slice(0, 16)]).toEqual([
      'cf33be726a91b55d',
      'ac834cf9eb429e06',
    ])
  })
})
