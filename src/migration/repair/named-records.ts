import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { fileError } from '../../files/file-error.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'

const verificationSchema = z.object({
  differences: z.array(z.object({ kind: z.string(), id: z.string(), problem: z.string() })),
})

/** Ids by kind, each once. */
export type NamedRecords = ReadonlyMap<MovedKind, ReadonlySet<string>>

/**
 * The records that a verification named: the document of `verify --json`, which has the first thousand.
 * @throws HitCraftError NOT_FOUND, INVALID_INPUT
 */
export async function readNamed(path: string): Promise<NamedRecords> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw fileError(error, path)
  }
  const parsed = verificationSchema.safeParse(parse(text))
  if (!parsed.success) {
    throw new HitCraftError('INVALID_INPUT', `${path} is not what verify --json prints`, {
      remedy: `Make it with: hitcraft verify --from … --to … --json > found.json`,
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
