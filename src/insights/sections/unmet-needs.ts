import { z } from 'zod'
import { hashOf } from '../../domain/values/canonical-json.ts'
import { insightsBlock } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { byWeight, caseInsight, isMany, weightOf } from '../counting/case-texts.ts'
import type { Reading } from '../counting/reading.ts'
import { trendText } from '../counting/time/trend-text.ts'
import { trendOf } from '../counting/time/trend.ts'
import { insightSchema } from '../figures.ts'
import { daysText, languageName, shareOf } from '../counting/labels.ts'
import type { SectionDefinition } from '../section.ts'

const needSchema = insightSchema.extend({
  /** Days (UTC) of the first and the last thread that asks for it; absent where no thread has a time. */
  firstAsked: z.string().optional(),
  lastAsked: z.string().optional(),
  /** BCP 47, most threads first; `unknown` among them. */
  languages: z.array(z.string()),
  weight: z.number(),
})
type Need = z.infer<typeof needSchema>

/** Needs that stand among the key insights. */
const LEADING = 2
/** Needs that one thread alone has in the range, the latest asked where times are known; they stand behind those that several share. */
const MOST_ALONE = 5

/** What users needed and did not get: one wish a group, over threads and languages. */
export const unmetNeeds: SectionDefinition<Need[]> = {
  title: 'Unmet needs',
  about:
    'What users asked for and did not get, joined by meaning over threads and languages, in the words of one of them. Of those that one thread alone has in this range five.',
  empty: 'No need that several threads share was found in this range.',
  schema: z.array(needSchema),
  dropsUnproved: true,
  count: () => ({
    result: (reading) => {
      const { problems, names } = reading
      const shared = problems
        .needs()
        .filter(({ n, part: { need } }) => n > 1 && names.get(need, 'need') !== undefined)
      const shown = new Set(shared.map(({ part: { need } }) => need))
      const single = problems.singleNeeds((group) => shown.has(group))
      const needs = byWeight([...problems.needs(), ...single], reading)
      const alone = lastAsked(needs.filter(({ n }) => n === 1))
      return [...needs.filter(({ n }) => n > 1), ...alone.slice(0, MOST_ALONE)].flatMap(
        (one) => needOf(one, reading) ?? [],
      )
    },
  }),
  content: (needs) => insightsBlock(needs, 'bars'),
  leads: (needs) =>
    needs
      .filter(isMany)
      .slice(0, LEADING)
      .map(
        ({ weight, firstAsked: _first, lastAsked: _last, languages: _languages, ...insight }) => ({
          insight: {
            ...insight,
            label: `Needed: ${insight.label}`,
            statement: `Asked for and not served in ${shareOf(insight.figure)}: “${insight.label}”.`,
            claim: 'Asked for and not served.',
          },
          weight,
        }),
      ),
}

/** The latest first. Of one day, or of none, by a hash: an order of words would show those of one beginning, one of threads those of one thread. */
function lastAsked(cases: readonly Case[]): Case[] {
  const ranked = cases.map((one) => ({
    one,
    day: one.daysHere.span?.to ?? '',
    lot: hashOf(`${one.evidence[0]?.threadId ?? one.items[0]?.threadId ?? ''} ${one.id}`),
  }))
  ranked.sort((a, b) =>
    a.day === b.day
      ? `${a.lot} ${a.one.id}` < `${b.lot} ${b.one.id}`
        ? -1
        : 1
      : a.day < b.day
        ? 1
        : -1,
  )
  return ranked.map(({ one }) => one)
}

/** Undefined for a group that the current model does not have. */
function needOf(one: Case, reading: Reading): Need | undefined {
  const { names, days, periods } = reading
  const title = one.part.needed ?? names.get(one.part.need, 'need')?.title
  if (title === undefined) return undefined
  const languages = [...one.languages]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([language]) => language)
  const span = one.daysHere.span
  const trend = trendOf(one, days, periods)
  const told = [
    ...(span === undefined ? (one.n === 1 ? ['Asked once'] : []) : [askedText(one.n, span)]),
    `In ${languages.map(languageName).join(', ')}`,
    ...(trend === undefined || periods === undefined || trend.change === 'steady'
      ? []
      : [trendText(trend, periods)]),
  ]
  const became = one.declined === one.n ? 'declined' : 'not served'
  const insight = caseInsight(one, title, `“${title}” was asked for and ${became}`, reading)
  return {
    ...insight,
    claim: `${told.join('. ')}.`,
    ...(span === undefined ? {} : { firstAsked: span.from, lastAsked: span.to }),
    languages,
    weight: weightOf(one, reading),
  }
}

function askedText(n: number, { from, to }: { from: string; to: string }): string {
  return n === 1 ? `Asked once, ${daysText({ from, to })}` : `Asked from ${daysText({ from, to })}`
}
