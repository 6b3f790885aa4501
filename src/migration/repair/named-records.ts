import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { jsonIfAny } from '../../domain/values/json.ts'
import { shellWord } from '../../domain/written/shell-word.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { fileError } from '../../files/file-error.ts'
import { nameOf } from '../filling/marks.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { sourceUrlOf } from '../sources/source-url.ts'

const sideSchema = z.object({ kind: z.string(), location: z.string() })
const verificationSchema = z.object({
  compared: z.object({ source: sideSchema, target: sideSchema }),
  differences: z.array(z.object({ kind: z.string(), id: z.string(), problem: z.string() })),
})

/** Ids by kind, each once. */
export type NamedRecords = ReadonlyMap<MovedKind, ReadonlySet<string>>

/** Both sides of a verification, by kind and location. */
export interface ComparedSides {
  readonly source: z.infer<typeof sideSchema>
  readonly target: z.infer<typeof sideSchema>
}

/**
 * The records that a verification named: the document of `verify --json`, which has the first thousand.
 * @param sides that are to be repaired: a list of others, or of these the other way round, would write old over new
 * @throws HitCraftError NOT_FOUND, INVALID_INPUT
 */
export async function readNamed(path: string, sides: ComparedSides): Promise<NamedRecords> {
  const command = verifyCommandOf(sides)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw fileError(error, path)
  }
  const parsed = verificationSchema.safeParse(jsonIfAny(text))
  if (!parsed.success) {
    throw new HitCraftError('INVALID_INPUT', `${path} is not what verify --json prints`, {
      remedy: `Make it with: ${command}`,
    })
  }
  const { compared } = parsed.data
  if (
    nameOf(compared.source) !== nameOf(sides.source) ||
    nameOf(compared.target) !== nameOf(sides.target)
  ) {
    const found = `${nameOf(compared.source)} and ${nameOf(compared.target)}`
    throw new HitCraftError('INVALID_INPUT', `${path} is of other stores: from ${found}`, {
      remedy: `Make one of these, with each named as now: ${command}`,
    })
  }
  const kinds = new Map(MOVED_KINDS.map((kind) => [pluralOf(kind), kind]))
  const named = new Map<MovedKind, Set<string>>()
  for (const { kind: plural, id } of parsed.data.differences) {
    const kind = kinds.get(plural)
    // A count, a piece of the log: what is of no one record is not moved.
    if (kind === undefined || id === '') continue
    named.set(kind, (named.get(kind) ?? new Set()).add(id))
  }
  return named
}

function verifyCommandOf({ source, target }: ComparedSides): string {
  const [from, to] = [source, target].map((side) => shellWord(sourceUrlOf(side)))
  return `hitcraft verify --from ${from} --to ${to} --json > found.json`
}
