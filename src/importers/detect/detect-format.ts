import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { FORMAT_TITLES } from '../../domain/written/formats.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { findList } from '../json-log/find-list.ts'
import type { ByteSource, FileHead, Importer } from '../importer.ts'
import { openImporters } from '../registry.ts'
import { AROUND_MESSAGES } from './known-shapes.ts'
import { SHELL_VALUE } from './known-texts.ts'
import { readHead } from './read-head.ts'
import { knownShape, whatIsSeen } from './what-is-seen.ts'

const SURE_ENOUGH = 0.5

/**
 * The format of a log, by its content alone: the first characters of a text, the names and types in the
 * first values of JSON, wherever they stand.
 *
 * @throws HitCraftError UNKNOWN_FORMAT saying what was seen and what is known; of its details `seen` is what it
 *   looks like, and `isChat` whether that is a chat log of a format that is not read
 */
export async function detectFormat(source: ByteSource): Promise<Importer> {
  const importers = await openImporters()
  const head = await readHead(source, (so) => bestOf(importers, so) !== undefined || isKnown(so))
  const fitting = bestOf(importers, head)
  if (fitting !== undefined && !isKnown(head)) return { ...fitting, list: listIn(head) }
  const known = importers.map(({ format, looksLike }) => `${FORMAT_TITLES[format]} (${looksLike})`)
  const { text: seen, isChat } = whatIsSeen(head)
  const isAround = AROUND_MESSAGES.has(knownShape(head.values) ?? '')
  const nonetheless =
    fitting !== undefined && isAround
      ? `With --format ${fitting.format} the messages in it can be read, without the rest of the traces. `
      : ''
  throw new HitCraftError('UNKNOWN_FORMAT', `${source.name} looks like ${seen}`, {
    remedy: `${nonetheless}Known are: ${known.join('; ')}.`,
    details: { seen, isChat },
  })
}

/** Whether it is known to be of another kind, whatever an importer could make of some values in it. */
function isKnown({ values, text }: FileHead): boolean {
  return knownShape(values) !== undefined || SHELL_VALUE.test(text)
}

function bestOf(importers: readonly Importer[], head: FileHead): Importer | undefined {
  const [best] = importers
    .map((importer) => ({ importer, sure: importer.detect(head) }))
    .toSorted((a, b) => b.sure - a.sure)
  return best !== undefined && best.sure >= SURE_ENOUGH ? best.importer : undefined
}

/**
 * The names on the way to the one list that the documents hold, where they are nothing but its envelope: a
 * document that does not fit into the memory is read by its list.
 */
function listIn({ truncated, values }: FileHead): readonly string[] {
  if (!truncated) return []
  const paths = values.map((value) => {
    const found = isJsonObject(value) ? findList(value) : undefined
    if (found?.kind !== 'envelope') return []
    const [one, ...others] = found.lists
    const steps = (one?.path ?? []).map(String)
    return others.length === 0 && Array.isArray(at(value, steps)) ? steps : []
  })
  const [path = []] = paths
  return paths.every((other) => other.join('\n') === path.join('\n')) ? path : []
}

function at(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  const [step, ...further] = path
  if (step === undefined) return value
  const member = isJsonObject(value) ? value[step] : undefined
  return member === undefined ? undefined : at(member, further)
}
