import { LEAST_BOUND } from '../../analysis/local/certainty.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import type { Figure, Held, Insight } from '../figures.ts'
import type { Case } from './cases.ts'
import { shareOf } from './labels.ts'
import type { Reading } from './reading.ts'
import type { TopicNames } from './topic-names.ts'

type Worth = Pick<Reading, 'heldOf'>

/** What a case is called; undefined for one of a topic that the current model does not have. */
export function caseLabel({ part }: Case, names: TopicNames): string | undefined {
  const { failure, topic, need } = part
  const title = names.title(topic ?? need ?? '')
  if (need !== undefined) return title === undefined ? undefined : `Needed: ${title}`
  if (failure === undefined) return title
  const name = failure === 'any' ? 'A failure' : FAILURE_TEXTS[failure].label
  if (topic === undefined) return name
  return title === undefined ? undefined : `${name} · ${title}`
}

/** A case as an insight. @param claim a sentence without its full stop, which `in 12 of 90` goes on */
export function caseInsight(
  one: Case,
  label: string,
  claim: string,
  { analyzed, heldOf }: Worth & Pick<Reading, 'analyzed'>,
): Insight {
  const figure = one.figure(analyzed, one.door)
  const also = one.also()
  const kind = kindOf(one)
  const held = isNeedGroup(one) ? heldGroup({ heldOf }) : heldOf(kind ?? '')
  return {
    id: one.id,
    label,
    statement: `${claim} in ${shareOf(figure)}.`,
    claim: `${claim}.`,
    figure,
    ...(also.length === 0 ? {} : { also }),
    ...(held === undefined ? {} : { held }),
    ...one.proof,
  }
}

/**
 * How much a case matters: how many of its threads are true at least, times the users behind them, times
 * how silent it is (1 where all complained, 2 where nobody did). What no reader judged is taken for as true as
 * the least that is shown. Of a group of needs readers judged whether each is of it, too.
 */
export function weightOf(one: Case, { heldOf }: Worth): number {
  const share = (kind: string): number => heldOf(kind)?.atLeast ?? LEAST_BOUND
  const group = share('need') * LEAST_BOUND
  const cases =
    one.n *
    (isNeedGroup(one) ? (heldOf('need-group')?.atLeast ?? group) : share(kindOf(one) ?? 'any'))
  const users = Math.max(one.users.size, 1)
  const silence = 1 + one.silent / Math.max(one.n, 1)
  return Math.round(cases * users * silence * 1000) / 1000
}

/** How well groups of needs are held; where they are not, how well single needs are, which says nothing of what joins them. */
function heldGroup({ heldOf }: Worth): Held | undefined {
  const group = heldOf('need-group')
  if (group !== undefined) return { ...group, of: 'threads of such groups' }
  const single = heldOf('need')
  return single && { ...single, of: 'single needs' }
}

/**
 * Whether several needs are one is another question than whether each is true. Of a group one thread may be in the range: its
 * title is still of another.
 */
function isNeedGroup({ part: { need } }: Case): boolean {
  return need !== undefined
}

/** The kind of finding that a case is told by; undefined for one that is told by several, or by a topic. */
function kindOf({ part: { failure, need, needed } }: Case): string | undefined {
  if (failure !== undefined) return failure === 'any' ? undefined : failure
  return need === undefined && needed === undefined ? undefined : 'need'
}

/** Most weight first; ties by id. */
export function byWeight(cases: readonly Case[], worth: Worth): Case[] {
  return cases.toSorted((a, b) => weightOf(b, worth) - weightOf(a, worth) || (a.id < b.id ? -1 : 1))
}

/** Whether a figure stands for more than its few cases. */
export function isMany({ figure }: { readonly figure: Figure }): boolean {
  return figure.n > 0 && !figure.anecdotal
}
