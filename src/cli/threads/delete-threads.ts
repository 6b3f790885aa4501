import { createInterface } from 'node:readline/promises'
import { eraseThreads, eraseUser } from '../../app/erase.ts'
import type { Erasure } from '../../app/erase.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
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
      throw wrongUsage(
        'erasing needs --yes where nobody can be asked',
        'What is erased does not come back; add --yes to the same command.',
      )
    }
    const store = await context.openStore('read')
    if (!yes) {
      const named = user === undefined ? await stored(store, ids) : await store.threadsOfUser(user)
      const what = `${count(named.length, 'thread')}${user === undefined ? '' : ' of this user'}`
      if (!(await confirmed(context, `Erase ${what} for good? [y/N]`))) {
        context.note('Nothing was erased.')
        return EXIT.failed
      }
    }
    const { folders } = context.config
    const erasure = await (user === undefined
      ? eraseThreads({ store, folders }, ids)
      : eraseUser({ store, folders }, user))
    if (context.json) context.printJson(erasure)
    else tell(context, erasure, folders.results)
    return EXIT.done
  },
})

function tell(context: CommandContext, { erased, unknown, reports }: Erasure, results: string) {
  context.print(`${count(erased, 'thread')} erased; later imports leave out what was named.`)
  for (const id of unknown) {
    context.print(`Not stored here: ${visibleLine(id)}; a later import will leave it out.`)
  }
  for (const report of reports) context.print(`Removed the report ${report}, which spoke of them.`)
  context.note(`Backups, copies, and reports and exports outside of ${results} still hold them.`)
}

/** Those of the ids that are there, damaged ones among them. */
async function stored(store: ChatStore, ids: readonly string[]): Promise<string[]> {
  const { threads, damaged } = await readEach(store, [...new Set(ids)])
  return [...threads.keys(), ...damaged.keys()]
}

/** The end of the input is no yes. */
async function confirmed(context: CommandContext, question: string): Promise<boolean> {
  context.note(question)
  const terminal = createInterface({ input: context.input, signal: context.signal })
  const answer = await terminal[Symbol.asyncIterator]().next()
  terminal.close()
  context.signal.throwIfAborted()
  return answer.done !== true && /^y(es)?$/i.test(answer.value.trim())
}
