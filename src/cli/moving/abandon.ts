import { visibleLine } from '../../domain/values/visible.ts'
import { giveUpFilling } from '../../migration/filling/give-up.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { table } from '../output/format.ts'

/** Takes a half-filled store as it is, and says what is there. @returns the exit status */
export async function abandon(context: CommandContext, target: StoreTarget): Promise<number> {
  const store = await context.openStoreAt(target, 'examine')
  const { migrations, records } = await giveUpFilling(store)
  if (context.json) {
    context.printJson({ migrations, records })
    return EXIT.done
  }
  if (migrations.length === 0) {
    context.print('No migration into it is half done: nothing to give up.')
    return EXIT.done
  }
  const rows = Object.entries(records).map(([kind, count]) => [kind, String(count)])
  for (const line of table([['', 'IN THE TARGET'], ...rows])) context.print(line)
  for (const { source, startedAt, isAlone } of migrations) {
    context.print(visibleLine(`Given up: the migration from ${source} that began on ${startedAt}.`))
    context.print(
      isAlone
        ? 'All of this has come from there, but for what others may have done to threads. What has not come is missing here.'
        : 'The target held others before, or others have written to it: what of this has come from there, nothing tells.',
    )
  }
  context.note(
    'The store opens again. The same migration brings the rest, should its source be found.',
  )
  return EXIT.done
}
