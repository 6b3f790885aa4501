import { exportThreads } from '../../app/threads/export-threads.ts'
import type { ThreadDocument } from '../../app/threads/thread-document.ts'
import { writeOutFile } from '../../files/out-file.ts'
import type { Damage } from '../../storage/chat-store.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { checkTimeRange, file, isStandardOutput, wrongUsage } from '../flags.ts'
import { damageLine } from '../output/damages.ts'
import { FILTER_FLAGS, filterOf } from './filter-flags.ts'

export const exportThreadsCommand = defineCommand({
  name: 'threads export',
  summary: 'Print threads as JSON Lines, by id: those named, or those of a filter',
  words: { name: 'ID', least: 0 },
  flags: {
    ...FILTER_FLAGS,
    out: file('write to this file instead of standard output'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft threads export --out threads.jsonl',
    'hitcraft threads export 67cf2a1b9d3e4f5061728394 --json',
  ],
  check(flags, ids) {
    checkTimeRange(flags)
    const filter = Object.keys(FILTER_FLAGS).find((name) => name in flags)
    if (ids.length > 0 && filter !== undefined) {
      throw wrongUsage(`--${filter} chooses threads, and so do ids: give either`)
    }
  },
  async run(context, { out, ...flags }, ids) {
    const workspace = await context.openWorkspace('read')
    const damaged: Damage[] = []
    const which = ids.length > 0 ? ids : filterOf(flags)
    const exported = exportThreads(workspace, which, {
      signal: context.signal,
      onDamage(damage) {
        damaged.push(damage)
        context.note(`damaged, and left out: ${damageLine(damage)}`)
      },
    })
    const documents = texts(exported)
    if (out !== undefined && !isStandardOutput(out)) {
      await writeOutFile(out, lines(documents), `--out ${out}`)
      if (context.json) context.printJson({ out, damaged })
      else context.print(`Threads: ${out}`)
    } else if (context.json) await context.printJsonList('threads', documents)
    else await context.printLines(documents)
    return damaged.length > 0 ? EXIT.rejects : EXIT.done
  },
})

async function* texts(documents: AsyncIterable<ThreadDocument>): AsyncGenerator<string> {
  for await (const document of documents) yield JSON.stringify(document)
}

async function* lines(documents: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const document of documents) yield `${document}\n`
}
