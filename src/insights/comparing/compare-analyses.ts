import { cohenKappa } from '../../domain/values/cohen-kappa.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { answersOf, QUESTIONS } from './answers.ts'
import type { Question } from './answers.ts'
import type { ComparedField, Comparison } from './comparison.ts'
import { pairsOf } from './pairs.ts'
import { SharesCount } from './shares.ts'
import { sidesOf } from './sides.ts'
import type { ComparedKeys } from './sides.ts'

/** Fewer say nothing beyond themselves. */
const ANECDOTAL_BELOW = 5

/** Counts how far two analyzers agree on the threads that both have read. Streams them; the same store, the same answer. */
export async function compareAnalyses(store: ChatStore, keys: ComparedKeys): Promise<Comparison> {
  const { sampled, ...sides } = await sidesOf(store, keys)
  const analyzed = { a: 0, b: 0 }
  const answers = new Map(QUESTIONS.map(({ field }) => [field, new Answered()]))
  const shares = new SharesCount()
  let both = 0
  for await (const { a, b } of pairsOf(store, sides)) {
    if (a !== undefined) analyzed.a++
    if (b !== undefined) analyzed.b++
    const ofA = a && answersOf(a.analysis)
    const ofB = b && answersOf(b.analysis)
    const [truth, prediction] = sampled?.truth === 'b' ? [ofB, ofA] : [ofA, ofB]
    if (sampled !== undefined && prediction !== undefined) shares.add(truth, prediction)
    if (ofA === undefined || ofB === undefined) continue
    both++
    for (const [field, counts] of answers) counts.add(ofA.get(field) ?? '', ofB.get(field) ?? '')
  }
  const counted = shares.result()
  return {
    schemaVersion: 1,
    a: { analyzerKey: keys.a, analyzed: analyzed.a },
    b: { analyzerKey: keys.b, analyzed: analyzed.b },
    filter: given({ from: keys.from, to: keys.to }),
    both,
    fields: QUESTIONS.flatMap((question) => answers.get(question.field)?.result(question) ?? []),
    ...(sampled === undefined || counted === undefined
      ? {}
      : { shares: { truth: sampled.truth, ...given({ only: sampled.choice.only }), ...counted } }),
  }
}

/** How often each pair of answers was given. */
class Answered {
  readonly #counts = new Map<string, Map<string, number>>()

  add(a: string, b: string): void {
    const row = this.#counts.get(a) ?? new Map<string, number>()
    row.set(b, (row.get(b) ?? 0) + 1)
    this.#counts.set(a, row)
  }

  /** Undefined for a finding that neither has made. */
  result({ field, label, isYesNo }: Question): ComparedField | undefined {
    const answers = [...this.#counts]
      .flatMap(([a, row]) => [...row].map(([b, n]) => ({ a, b, n })))
      .toSorted((x, y) => y.n - x.n || (`${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1))
    const names = [...new Set(answers.flatMap(({ a, b }) => [a, b]))].toSorted()
    if (isYesNo && !names.includes('yes')) return undefined
    const kappa = cohenKappa(names.map((a) => names.map((b) => this.#counts.get(a)?.get(b) ?? 0)))
    const of = total(answers)
    const agree = total(answers.filter(({ a, b }) => a === b))
    // Where one has hardly anything but its commonest answer, kappa hangs on a few threads.
    const others = (['a', 'b'] as const).map(
      (side) =>
        of - Math.max(...names.map((name) => total(answers.filter((one) => one[side] === name)))),
    )
    const anecdotal = Math.min(...others) < ANECDOTAL_BELOW
    return { field, label, of, agree, answers, ...given({ kappa }), anecdotal }
  }
}

function total(answers: readonly { readonly n: number }[]): number {
  return answers.reduce((sum, { n }) => sum + n, 0)
}
