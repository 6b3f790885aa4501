import { isTextPart } from '../../domain/thread/content-part.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { jsonFrom } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'

export type ThreadDocument = ReturnType<typeof threadDocument>

/**
 * A thread as JSON, the same bytes whatever backend it came from: its title, messages with their content, the
 * attributes that it now has, and how many revisions it keeps. What is absent is null.
 */
export function threadDocument(thread: Thread) {
  return {
    id: thread.id,
    title: thread.title ?? null,
    source: { formats: [...thread.source.formats] },
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
  return jsonFrom(canonicalJson(value))
}
