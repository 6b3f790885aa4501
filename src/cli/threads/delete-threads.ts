import { createInterface } from 'node:readline/promises'
import { scrubReports } from '../../insights/scrub-reports.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { onOff, text, wrongUsage } from '../flags.ts'
import { count } from '../output/format.ts'

/** Erases threads, or everything of one user; what is erased is kept out of later imports. */
export const deleteThreadsCommand = defineCommand({
  name: 'threads delete',
  summary: 'Erase threads, or all of a user, for good; later imports leave them out',
  words: { name: 'ID', least: 0 },
  flags: {
    user: text('ID', 'all threads in which this user wrote'),
    yes: onOff('do not ask'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft threads delete 67cf2a1b9d3e4f5061728394',
    'hitcraft threads delete --user 64b1f0c2a7d8e9f012345678 --yes',
  ],
  check({ user }, ids) {
    if ((user === undefined) === (ids.length === 0)) {
      throw wrongUsage('name threads, or a user with --user, not both')
    }
  },
  async run(context, { user, yes = false }, ids) {
    if (!yes && context.input.isTTY !== true) {
      throw wrongUsage('erasing needs --yes where nobody can be asked')
    }
    const store = await context.openStore('read')
    const what =
      user === undefined
        ? count(ids.length, 'thread')
        : `all ${count(await store.countThreads({ userId: user }), 'thread')} of this user`
    if (!yes && !(await confirmed(context, `Erase ${what} for good? [y/N] `))) {
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
      for (const report of reports)
        context.print(`Removed the report ${report}, which quoted them.`)
      context.note('Backups and copies made before still hold them.')
    }
    return EXIT.done
  },
})

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

async function confirmed(context: CommandContext, question: string): Promise<boolean> {
  context.note(question)
  const terminal = createInterface({ input: context.input })
  const answer = await terminal.question('', { signal: context.signal })
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
