import { describe, expect, it } from 'vitest'
import { readMessageTime } from '../../src/importers/kit/written-time.ts'
import { readBytes } from './import-bytes.ts'
import { exportText } from './text-export.ts'
import type { WrittenMessage } from './text-export.ts'

const AT = '2026-01-05T09:01:00.000Z'

describe('the time of a message', () => {
  it.each([
    ['Mon Jan 05 2026 11:01:00 GMT+0200 (Israel Standard Time)', AT],
    ['Mon Jan 05 2026 14:31:00 GMT+0530 (India Standard Time)', AT],
    ['Mon Jan 05 2026 10:01:00 GMT+0100 (heure normale d’Europe centrale)', AT],
    ['Mon, 05 Jan 2026 09:01:00 GMT', AT],
    ['2026-01-05T09:01:00.000Z', AT],
    ['2026-01-05T09:01:00Z', AT],
    ['2026-01-05 11:01:00+02:00', AT],
    ['2026-01-05 09:01', AT],
    ['Jan 5, 2026, 9:01:00 AM', AT],
    ['January 5, 2026 at 9:01 AM', AT],
    ['5 January 2026, 09:01:00', AT],
    ['5.1.2026, 9:01:00', AT],
    ['05.01.2026 09:01', AT],
    ['5-1-2026 09:01:00', AT],
    ['2026/1/5 9:01:00', AT],
    ['1767603660000', AT],
    ['1767603660', AT],
    ['Jan 5, 2026, 12:30:00 AM', '2026-01-05T00:30:00.000Z'],
    ['Jan 5, 2026, 12:30:00 p.m.', '2026-01-05T12:30:00.000Z'],
    ['31/12/2025, 09:01:00', '2025-12-31T09:01:00.000Z'],
    ['12/31/2025, 9:01:00 AM', '2025-12-31T09:01:00.000Z'],
    ['3/3/2026, 9:01:00 AM', '2026-03-03T09:01:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(readMessageTime(text)?.iso).toBe(iso)
  })

  it.each([
    '',
    'undefined',
    'null',
    'Invalid Date',
    'never',
    'Mon Feb 30 2026 11:01:00 GMT+0200 (Israel Standard Time)',
    '2026-02-30T09:01:00Z',
    '30.02.2026, 09:01:00',
    'Mon Jan 05 2026 25:01:00 GMT+0200',
    '2026-01-05T09:61:00Z',
    'Jan 5, 2026, 13:30:00 AM',
    '1/5/2026, 11:01:00 AM',
    '1/5/26, 11:01 AM',
    '13/13/2026, 11:01:00',
    'Mon Foo 05 2026 11:01:00 GMT+0200',
    'Mon Jan 05 2026',
    'Mon Jan 05 2026 11:01:00 GMT+0200 and more',
  ])('%s is none', (text) => {
    expect(readMessageTime(text)).toBeUndefined()
  })
})

function withTimes(times: readonly string[], range?: string): string {
  const messages = times.map((time, at): WrittenMessage => ({
    role: 'user',
    time,
    items: [['text', `words ${at}`]],
  }))
  const text = exportText([{ id: 'a'.repeat(24), title: 'T', messages }])
  return text.replace(/^Date Range: .*$/m, range === undefined ? '' : `Date Range: ${range}`)
}

async function timesIn(text: string) {
  const { threads, notes, rejects } = await readBytes('hitcraft-text', text)
  const messages = threads
    .flatMap((thread) => thread.messages)
    .toSorted((a, b) => a.origin.place - b.origin.place)
  return {
    times: messages.map(({ createdAt }) => createdAt?.slice(0, 16)),
    raw: messages.map(({ origin }) => origin.time),
    newest: threads[0]?.asOf?.slice(0, 16),
    notes,
    rejects,
  }
}

describe('dates with slashes', () => {
  const JAN = 'Mon Jan 05 2026 11:00:00 GMT+0200 (X) to Mon Jan 05 2026 11:09:00 GMT+0200 (X)'

  it.each([
    [
      'a day that is no month, first',
      ['1/2/2026, 10:00:00', '25/2/2026, 10:00:00'],
      ['2026-02-01T10:00', '2026-02-25T10:00'],
    ],
    [
      'a day that is no month, second',
      ['1/2/2026, 10:00:00', '2/25/2026, 10:00:00'],
      ['2026-01-02T10:00', '2026-02-25T10:00'],
    ],
  ])('are read as the file proves by %s', async (_, times, expected) => {
    const read = await timesIn(withTimes(times))
    expect(read.times).toEqual(expected)
    expect(read.newest).toBe(expected[1])
  })

  it('are read as the thread’s range of dates proves, in its zone', async () => {
    const read = await timesIn(withTimes(['1/5/2026, 11:01:00 AM'], JAN))
    expect(read).toMatchObject({ times: ['2026-01-05T09:01'], newest: '2026-01-05T09:01' })
    const other = await timesIn(withTimes(['5/1/2026, 11:01:00'], JAN))
    expect(other.times).toEqual(['2026-01-05T09:01'])
  })

  it.each([
    ['nothing proves them', ['1/5/2026, 11:01:00 AM', '2/5/2026, 11:01:00 AM']],
    ['the file proves both', ['1/5/2026, 11:01:00', '25/5/2026, 11:01:00', '5/25/2026, 11:01:00']],
  ])('are left out and told where %s', async (_, times) => {
    const read = await timesIn(withTimes(times))
    expect(read.times[0]).toBeUndefined()
    expect(read.raw).toEqual(times)
    expect(read.notes.join()).toContain('without a readable time')
  })
})

it('keeps the words and the time as written of a message without a readable time', async () => {
  const times = ['undefined', 'Invalid Date', 'Mon Feb 30 2026 11:01:00 GMT+0200 (X)', '']
  const read = await timesIn(withTimes(times))
  expect(read.times).toEqual([undefined, undefined, undefined, undefined])
  expect(read.raw).toEqual(['undefined', 'Invalid Date', times[2], undefined])
  expect(read.notes).toEqual(['messages without a readable time, kept with the time as written: 4'])
})
