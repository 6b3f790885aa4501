import { z } from 'zod'
import { UNCLASSIFIED } from '../../domain/kinds/topic-assignment.ts'
import type { Block, Cell } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { caseLabel } from '../counting/case-texts.ts'
import { daysText } from '../counting/labels.ts'
import type { Days } from '../counting/time/day-counts.ts'
import type { Reading } from '../counting/reading.ts'
import { changeText, lengthText } from '../counting/time/trend-text.ts'
import { trendOf } from '../counting/time/trend.ts'
import type { Change } from '../counting/time/trend.ts'
import type { Door } from '../door.ts'
import { countSchema } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const daysSchema = z.strictObject({ from: z.string(), to: z.string() })

const changeSchema = z.strictObject({
  /** The same in every run and range: `failure:cut-off@t3`, `need:n4`, `topic:t3`. */
  id: z.string(),
  label: z.string(),
  change: z.enum(['new', 'back', 'rising', 'falling', 'gone']),
  /** Fewer than 5 in both periods together. */
  few: z.boolean(),
  now: countSchema.extend({ of: z.int() }),
  before: countSchema.extend({ of: z.int() }),
})

const schema = z.strictObject({
  /** Days (UTC) that are compared; absent where there is nothing to compare. */
  now: daysSchema.optional(),
  before: daysSchema.optional(),
  /** What comes first is new or back, then what rises, then what went. */
  changes: z.array(changeSchema),
})

const ORDER: readonly Change[] = ['back', 'new', 'rising', 'gone', 'falling', 'steady']

/** What is new, rising, gone or back since the period before. */
export const whatChanged: SectionDefinition<z.infer<typeof schema>> = {
  title: 'What changed',
  about: 'Against the period before, of the same length: what is new, rises, went or came back.',
  empty: 'There is no period before to compare with.',
  schema,
  count: () => ({
    result(reading) {
      const { problems, periods } = reading
      if (periods === undefined || reading.days.count(periods.before) === 0) return { changes: [] }
      const { now, before } = periods
      const rows = problems
        .all()
        .filter((one) => isCompared(one, reading))
        .flatMap((one) => rowOf(one, now, before, reading) ?? [])
      const place = ({ change }: { change: Change }) => ORDER.indexOf(change)
      return {
        now,
        before,
        changes: rows.toSorted(
          (a, b) =>
            Number(a.few) - Number(b.few) ||
            place(a) - place(b) ||
            b.now.n + b.before.n - a.now.n - a.before.n ||
            (a.id < b.id ? -1 : 1),
        ),
      }
    },
  }),
  content({ now, before, changes }) {
    if (now === undefined || before === undefined) return []
    const periods = `${daysText(now)} against the ${lengthText(before)} before`
    if (changes.length === 0) {
      return [{ kind: 'text', text: `Nothing changed beyond chance: ${periods}.` }]
    }
    const table: Block = {
      kind: 'table',
      title: periods,
      columns: ['What', 'Change', 'Now', 'Before'],
      rows: changes.map(({ label, change, few, now: n, before: b }): Cell[] => [
        label,
        changeText({ change, few }),
        n,
        b,
      ]),
    }
    return [table]
  },
}

function rowOf(one: Case, now: Days, before: Days, { names, days, periods }: Reading) {
  const label = caseLabel(one, names)
  const trend = trendOf(one, days, periods)
  if (label === undefined || trend === undefined) return undefined
  const { change, few } = trend
  if (change === 'steady') return undefined
  return {
    id: one.id,
    label,
    change,
    few,
    now: { n: trend.now, of: trend.nowOf, threads: doorIn(one, now) },
    before: { n: trend.before, of: trend.beforeOf, threads: doorIn(one, before) },
  }
}

/** Topics, themes and needs; kinds of failure, over all and in topics of the lower level; failures as a whole. */
function isCompared({ part: { failure, topic } }: Case, { names }: Reading): boolean {
  if (failure === undefined || topic === undefined) return topic !== UNCLASSIFIED
  return failure !== 'any' && names.get(topic, 'topic') !== undefined
}

function doorIn({ door }: Case, { from, to }: Days): Door {
  return { ...door, from, to }
}
