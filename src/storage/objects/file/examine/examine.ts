import { intOf } from '../../../core/row-reader.ts'
import type { Damage, ExamineOptions } from '../../../chat-store.ts'
import { ALL_KINDS } from '../../../../domain/records.ts'
import type { RecordKind } from '../../../../domain/records.ts'
import { setAside } from '../disk/aside.ts'
import { isDamagedMark, markPath } from '../disk/mark.ts'
import type { BaseContext } from '../file-context.ts'
import type { FileThreads } from '../file-threads.ts'
import { Pace } from '../../../core/upkeep/pace.ts'
import { missingBytes } from '../recovery/promises.ts'
import { examineLog } from './examine-log.ts'
import { examineKind, examineLines } from './examine-records.ts'
import {
  examineAllFiles,
  examineFiles,
  examineListed,
  examineSightings,
} from './examine-threads.ts'

/**
 * Looks at everything on disk that is the truth, and at whether what the catalog lists is there, as
 * `StoreUpkeep.examine` promises. What moves meanwhile from the log to its file is looked at again.
 */
export async function* examine(
  context: BaseContext,
  threads: FileThreads,
  options: ExamineOptions = {},
): AsyncGenerator<Damage> {
  const { catalog, fs, layout } = context
  const { isReadElsewhere = false } = options
  const isWanted = isReadElsewhere ? options.isWanted : undefined
  const kinds = ALL_KINDS
  const pace = new Pace(options)
  const { data } = layout.folders
  if (!fs.exists(markPath(data)) || isDamagedMark(fs, data)) {
    yield { kind: 'store', place: markPath(data), problem: 'is missing or does not hold' }
  }
  yield* missingBytes(context)
  for (const aside of setAside(fs, layout)) if (aside.isOpen) yield aside.damage
  if (catalog.damage() !== undefined) {
    yield { kind: 'store', place: layout.catalog, problem: 'is damaged' }
    // What it lists cannot be asked for: the files are looked at for themselves.
    yield* examineByThemselves(context, kinds, pace)
    pace.end()
    return
  }
  pace.total = intOf(catalog.one('SELECT count(*) AS n FROM threads'), 'n') + kinds.length + 1
  yield* await catalog.write(() => examineLog(context))
  await pace.step()
  if (!isReadElsewhere) {
    yield* examineListed(context, threads, pace)
    yield* examineFiles(context, pace)
  }
  yield* examineSightings(context, pace, isWanted)
  for (const kind of kinds) {
    await pace.step()
    const isOfKind = isWanted && ((id: string) => isWanted(kind, id))
    yield* await catalog.write(() => examineKind(context, kind, isOfKind))
  }
  pace.end()
}

async function* examineByThemselves(
  context: BaseContext,
  kinds: readonly RecordKind[],
  pace: Pace,
): AsyncGenerator<Damage> {
  pace.total = kinds.length
  yield* examineAllFiles(context, pace)
  for (const kind of kinds) {
    yield* examineLines(context, kind)
    await pace.step()
  }
}
