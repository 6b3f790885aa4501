import { readThread } from '../../app/threads/read-thread.ts'
import { threadDocument } from '../../app/threads/thread-document.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { shortTime } from '../output/format.ts'

export const showThreadCommand = defineCommand({
  name: 'threads show',
  summary: 'Show one thread and what was found in it',
  words: { name: 'ID', least: 1, most: 1 },
  flags: STORE_FLAG,
  examples: ['hitcraft threads show 67cf2a1b9d3e4f5061728394'],
  async run(context, _flags, [id = '']) {
    const found = await readThread(await context.openWorkspace('read'), id)
    if (found === undefined) {
      throw new HitCraftError('NOT_FOUND', `there is no thread ${id.slice(0, 80)}`, {
        remedy: 'hitcraft threads list shows the ids.',
      })
    }
    const { thread, analysis } = found
    if (context.json) {
      context.printJson({ ...threadDocument(thread), analysis: analysis ?? null })
      return EXIT.done
    }
    context.print(`${visibleLine(thread.title ?? '(untitled)')}\n${visibleLine(thread.id)}\n`)
    for (const message of thread.messages) {
      context.print(`${shortTime(message.createdAt)}  ${visibleLine(message.role)}`)
      for (const part of message.content) {
        context.print(isTextPart(part) ? indent(part.text) : `  [${visibleLine(part.type)}]`)
      }
      context.print('')
    }
    for (const failure of analysis?.failures ?? []) {
      const quotes = failure.evidence.map(({ quote }) => `“${visibleLine(quote)}”`).join(' ')
      context.print(`${failure.kind}: ${quotes}`)
    }
    return EXIT.done
  },
})

/** A text of several lines, set off from the line above, which a text must not be able to imitate. */
function indent(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/^/gm, '  ')
}
