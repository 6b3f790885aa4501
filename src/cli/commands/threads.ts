import type { Command, CommandContext, ParsedArgs } from '../command.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { deleteThreads } from '../threads/delete-threads.ts'
import { exportThreads } from '../threads/export-threads.ts'
import { listThreads, searchThreads } from '../threads/list-threads.ts'
import { showThread } from '../threads/show-thread.ts'

const ACTIONS: Readonly<
  Record<
    string,
    (context: CommandContext, args: ParsedArgs, rest: readonly string[]) => Promise<number>
  >
> = {
  list: listThreads,
  show: showThread,
  search: searchThreads,
  export: exportThreads,
  delete: deleteThreads,
}

export const threadsCommand: Command = {
  name: 'threads',
  summary: 'List, show, search, export or delete threads',
  usage: 'list | show ID | search WORDS | export [ID…] | delete ID… [flags]',
  options: {
    from: { type: 'string', value: 'TIME', about: 'last message at or after this' },
    to: { type: 'string', value: 'TIME', about: 'last message before this' },
    user: { type: 'string', value: 'ID', about: 'threads of this user; with delete: all of them' },
    state: { type: 'string', value: 'NAME', about: 'pending or analyzed' },
    language: { type: 'string', value: 'TAG', about: 'by the analysis: en, he, …' },
    outcome: {
      type: 'string',
      value: 'NAME',
      about: 'resolved, partly, unresolved, abandoned or unknown',
    },
    topic: { type: 'string', value: 'ID', about: 'by the topic model' },
    order: { type: 'string', value: 'NAME', about: 'newest (default) or id' },
    limit: { type: 'string', value: 'N', about: '1 to 1,000; default 50' },
    cursor: { type: 'string', value: 'TEXT', about: '`next` of the page before' },
    out: { type: 'string', value: 'FILE', about: 'export: write to this file' },
    yes: { type: 'boolean', about: 'delete: do not ask' },
  },
  examples: [
    'hitcraft threads list --from 2025-03-01 --json',
    'hitcraft threads search \'vocals "too loud"\'',
    'hitcraft threads show 67cf2a1b9d3e4f5061728394',
    'hitcraft threads export --out threads.jsonl',
    'hitcraft threads delete --user 64b1f0c2a7d8e9f012345678 --yes',
  ],
  run(context, args) {
    const [action, ...rest] = args.positionals
    const run = action === undefined ? undefined : ACTIONS[action]
    if (run === undefined) {
      throw new HitCraftError('INVALID_CONFIG', 'say what: list, show, search, export or delete', {
        remedy: 'hitcraft threads --help shows examples.',
      })
    }
    return run(context, args, rest)
  },
}
