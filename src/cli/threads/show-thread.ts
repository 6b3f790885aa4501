import { openAnalyzer } from '../../analysis/registry.ts'
import { isTextPart } from '../../domain/thread/content-part.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { CommandContext, ParsedArgs } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { shortTime } from '../format.ts'

export async function showThread(
  context: CommandContext,
  _args: ParsedArgs,
  [id]: readonly string[],
): Promise<number> {
  if (id === undefined)
    throw new HitCraftError('INVALID_CONFIG', 'name the thread: threads show ID')
  const store = await context.openStore('read')
  const thread = await store.getThread(id)
  if (thread === undefined) {
    throw new HitCraftError('NOT_FOUND', `there is no thread ${id.slice(0, 80)}`, {
      remedy: 'hitcraft threads list shows the ids.',
    })
  }
  const { key } = await openAnalyzer(context.config.analyzer)
  const analysis = await store.getAnalysis(id, key)
  if (context.json) {
    context.printJson({ ...documentOf(thread), analysis: analysis ?? null })
    return EXIT.done
  }
  context.print(`${thread.title ?? '(untitled)'}\n${thread.id}\n`)
  for (const message of thread.messages) {
    context.print(`${shortTime(message.createdAt)}  ${message.role}`)
    for (const part of message.content) {
      context.print(isTextPart(part) ? indent(part.text) : `  [${part.type}]`)
    }
    context.print('')
  }
  for (const failure of analysis?.failures ?? []) {
    const quotes = failure.evidence.map(({ quote }) => `“${quote}”`).join(' ')
    context.print(`${failure.kind}: ${quotes}`)
  }
  return EXIT.done
}

/** The thread as the command line documents it: the same bytes whatever backend it came from. */
export function documentOf(thread: Thread) {
  return {
    id: thread.id,
    title: thread.title ?? null,
    source: { formats: thread.source.formats },
    contentHash: thread.contentHash,
    messages: thread.messages.map(({ id, role, userId, createdAt, editedAt, content }) => ({
      id,
      role,
      userId: userId ?? null,
      createdAt: createdAt ?? null,
      ...(editedAt === undefined ? {} : { editedAt }),
      content: content.map(partOf),
    })),
    attributes: inOrder(
      Object.fromEntries(
        Object.entries(thread.attributes).map(([name, { value }]) => [name, value]),
      ),
    ),
    revisions: thread.revisions.length,
  }
}

function partOf(part: ContentPart) {
  if (isTextPart(part)) return { type: part.type, text: part.text }
  return part.raw === undefined ? { type: part.type } : { type: part.type, raw: inOrder(part.raw) }
}

/** A value with the members of its objects in their canonical order. */
function inOrder(value: JsonValue): JsonValue {
  return JSON.parse(canonicalJson(value)) as JsonValue
}

function indent(text: string): string {
  return (
    text
      // Escape sequences in a log must not drive the reader's terminal.
      .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu, '\uFFFD')
      .replace(/^/gm, '  ')
  )
}
