import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import type { Tally } from '../kit/tally.ts'

/**
 * The messages of one conversation, those without an id that have it in common with a message of another
 * role: it names something else (the conversation, a place), and by it each would count as an edit of
 * the one before. It is kept beside them.
 */
export function withoutSharedIds(messages: readonly DraftMessage[], tally: Tally): DraftMessage[] {
  const roles = new Map<string, string>()
  const shared = new Set<string>()
  for (const { id, role } of messages) {
    if (id === undefined) continue
    if ((roles.get(id) ?? role) !== role) shared.add(id)
    roles.set(id, role)
  }
  return messages.map((message) => {
    const { id, ...rest } = message
    if (id === undefined || !shared.has(id)) return message
    tally.add('messages whose id is that of another role too, read as messages without one')
    return { ...rest, fields: { id, ...rest.fields } }
  })
}
