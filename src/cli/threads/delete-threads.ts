import { createInterface } from 'node:readline/promises'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { scrubReports } from '../../insights/scrub-reports.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { CommandContext, ParsedArgs } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { count } from '../format.ts'

/** Erases threads, or everything of one user; what is erased is kept out of later imports. */
export async function deleteThreads(
  context: CommandContext,
  args: ParsedArgs,
  ids: readonly string[],
): Promise<number> {
  const user = args.text('user')
  if ((user === undefined) === (ids.length === 0)) {
    throw new HitCraftError('INVALID_CONFIG', 'name threads, or a user with --user, not both')
  }
  const store = await context.openStore('read')
  const what =
    user === undefined
      ? count(ids.length, 'thread')
      : `all ${count(await store.countThreads({ userId: user }), 'thread')} of this user`
  if (!args.flag('yes') && !(await confirmed(`Erase ${what} for good? [y/N] `))) {
    context.note('Nothing was erased.')
    return EXIT.failed
  }
  // Their ids, before nobody knows them any more: reports that quote them go too.
  const quoted = user === undefined ? ids : await threadsOf(store, user)
  const erased = user === undefined ? await store.eraseThreads(ids) : await store.eraseUser(user)
  const reports = await scrubReports(context.config.folders.results, quoted)
  if (context.json) context.printJson({ erased, ...(reports.length > 0 ? { reports } : {}) })
  else {
    context.print(`${count(erased, 'thread')} erased; later imports leave them out.`)
    for (const report of reports) context.print(`Removed the report ${report}, which quoted them.`)
    context.note('Backups and copies made before still hold them.')
  }
  return EXIT.done
}

async function threadsOf(store: ChatStore, userId: string): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await store.listThreads({
      userId,
      order: 'id',
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== undefined)
  return ids
}

async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new HitCraftError('INVALID_CONFIG', 'erasing needs --yes where nobody can be asked')
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(question)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
