import type { RedactedType } from '../../../src/domain/written/sent.ts'
import type { Span } from '../../../src/analysis/models/redaction/redacted.ts'
import { Redactor } from '../../../src/analysis/models/redaction/redactor.ts'
import { textsOf } from '../../../src/domain/thread/content-part.ts'
import type { BenchData } from '../bench-data.ts'
import { presidio, shareGpt } from '../datasets.ts'
import type { LabelledText } from '../datasets.ts'
import { shareOf } from '../measures.ts'
import { shareText } from '../table.ts'
import type { Table } from '../table.ts'

/** What the set calls each type that is taken out. */
const TYPES: Readonly<Partial<Record<RedactedType, string>>> = {
  MAIL: 'EMAIL_ADDRESS',
  PHONE: 'PHONE_NUMBER',
  CARD: 'CREDIT_CARD',
  IBAN: 'IBAN_CODE',
  IP: 'IP_ADDRESS',
  ID: 'US_SSN',
  ADDRESS: 'STREET_ADDRESS',
}
/** Labels under which whatever is taken out is no false removal: a postcode is a part of an address. */
const PERSONAL = new Set([...Object.values(TYPES), 'ZIP_CODE', 'US_DRIVER_LICENSE'])

/** Personal data: what is found of it, and what is taken out of prose. */
export function redaction(data: BenchData): Promise<Table[]> {
  const tables: Table[] = []
  if (data.has('labelled/presidio')) tables.push(labelled(presidio(data.folder)))
  if (data.has('scale/sharegpt-sample')) tables.push(removals(data.folder))
  return Promise.resolve(tables)
}

function labelled(texts: readonly LabelledText[]): Table {
  const found = texts.map(({ text }) => new Redactor().redact(text).replaced)
  const rows = Object.entries(TYPES).map(([type, label]) => {
    const truths = texts.flatMap(({ spans }, at) =>
      spans.filter((span) => span.type === label).map((span) => ({ span, at })),
    )
    const whole = truths.filter(({ at, span }) =>
      found[at]?.some(({ start, end }) => start <= span.start && end >= span.end),
    )
    const touched = truths.filter(({ at, span }) => found[at]?.some((one) => overlap(one, span)))
    const told = found.flatMap((all, at) =>
      all.filter((one) => one.type === type).map((one) => ({ one, at })),
    )
    const right = told.filter(({ at, one }) =>
      texts[at]?.spans.some((span) => PERSONAL.has(span.type) && overlap(one, span)),
    )
    return [
      type.toLowerCase(),
      String(truths.length),
      shareText(shareOf(whole.length, truths.length)),
      shareText(shareOf(touched.length, truths.length)),
      shareText(shareOf(right.length, told.length)),
    ]
  })
  return {
    title: `Personal data taken out, ${texts.length} texts of presidio-research`,
    columns: ['type', 'labelled', 'recall, whole', 'recall, a part', 'precision'],
    rows,
    note: 'Whole: all of the span is taken out. The set was looked at while the patterns were written, and its texts are made from templates. Keys, tokens and passwords are not labelled in it, and it holds few forms: numbers right behind a colon, of other digits or in lists of commas are tested by examples of our own, not measured. Names are taken out by lists alone.',
  }
}

function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && one.end > other.start
}

/** Lines of a log that hold words, with what was taken out of them. */
function removals(folder: string): Table {
  const texts = shareGpt(folder).flatMap(({ messages }) =>
    messages.flatMap(({ content }) => textsOf(content)),
  )
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => /\p{L}{3}/u.test(line))
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const { type } of new Redactor().redact(text).replaced) {
      counts.set(type, (counts.get(type) ?? 0) + 1)
    }
  }
  return {
    title: `What is taken out of ${lines.length.toLocaleString('en-US')} lines of ShareGPT`,
    columns: ['type', 'taken out'],
    rows: [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([type, count]) => [type.toLowerCase(), String(count)]),
    note: 'All were read. Each has the form of what it is called; example addresses in programs are among them. None was a date, a price, a version, a count or a word.',
  }
}
