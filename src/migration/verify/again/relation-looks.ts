import { pluralOf } from '../../sources/moved-kinds.ts'
import type { CutSuspect } from '../compare-records.ts'
import type { Look } from '../derived/probe.ts'
import type { TruthReader } from '../derived/thread-truth.ts'
import type { Difference, Problem, SideName } from '../differences.ts'
import { readOne, stateOf } from './record-looks.ts'
import { relationsOf } from '../relations.ts'
import type { Side, Sides } from '../side.ts'
import type { NamedRecord } from '../spoken-of.ts'

/** Whether a record speaks of what is not there. Of what the other side has it is told that it is missing, and no more. */
export async function lookAtCut(sides: Sides, { kind, id, side, of }: CutSuspect): Promise<Look> {
  const [record, named] = [{ kind, id }, of]
  const here = sides[side]
  const isCut = (await hashIn(here, record)) !== '' && (await hashIn(here, named)) === ''
  const there = side === 'target' ? sides.source : sides.target
  if (!isCut || (await hashIn(there, named)) !== '') return { token: '', differences: [] }
  const field = of.kind === 'thread' ? 'its thread' : 'its topic model'
  return told(sides, side, [{ ...record, field, of }])
}

/** Whether a thread and the analyses of it still do not keep what they owe each other. */
export async function lookAtRelations(
  sides: Sides,
  side: SideName,
  truth: TruthReader,
  threadId: string,
): Promise<Look> {
  const thread = await truth.ofThread(threadId)
  if (thread === undefined || thread === 'damaged') return { token: '', differences: [] }
  const of = { kind: 'thread', id: threadId } as const
  return told(
    sides,
    side,
    relationsOf(thread).map((unkept) => Object.assign({ of }, unkept)),
  )
}

/** Where both records are the same on both sides nothing was lost between them. */
async function told(
  sides: Sides,
  side: SideName,
  unkept: readonly (NamedRecord & { field: string; of: NamedRecord })[],
): Promise<Look> {
  const differences: Difference[] = []
  for (const { kind, id, field, of } of unkept) {
    const isSame = (await areSame(sides, { kind, id })) && (await areSame(sides, of))
    const problem: Problem = isSame ? 'cut in both' : `cut in ${side}`
    differences.push({ kind: pluralOf(kind), id, field, problem })
  }
  const isFinal = differences.every(({ problem }) => problem === 'cut in both')
  return { token: JSON.stringify(differences), differences, isFinal }
}

async function areSame({ source, target }: Sides, record: NamedRecord): Promise<boolean> {
  return (await hashIn(source, record)) === (await hashIn(target, record))
}

async function hashIn(side: Side, { kind, id }: NamedRecord): Promise<string> {
  return stateOf(await readOne(side, kind, id))
}
