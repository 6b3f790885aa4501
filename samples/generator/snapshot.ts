import type { Day, ScriptPart } from './parse-script.ts'
import type { ExportDay, SampleMessage, SampleThread } from './schedule.ts'

/**
 * The threads as an export of that day shows them: oldest first, without what came later. Days 1 and 2
 * export the whole log, day 3 what began since the day before.
 */
export function snapshot(threads: readonly SampleThread[], { day }: ExportDay): SampleThread[] {
  return threads
    .filter(({ script }) => (day === 3 ? script.day === day : script.day <= day))
    .map(({ id, userId, createdAt, script, messages }) => ({
      id,
      userId,
      createdAt,
      script,
      messages: messages.flatMap((message, index): SampleMessage[] => {
        const line = script.messages[index]
        if (line?.grown === true && day === 1) return []
        return [shownOn(day, message, line?.edited)]
      }),
    }))
}

function shownOn(day: Day, message: SampleMessage, edited: string | undefined): SampleMessage {
  if (edited === undefined) return message
  if (day > 1) return { ...message, parts: withFirstText(message.parts, edited) }
  const { editedAt: _later, ...unedited } = message
  return unedited
}

function withFirstText(parts: readonly ScriptPart[], text: string): ScriptPart[] {
  const first = parts.findIndex((part) => 'text' in part)
  return parts.map((part, index) => (index === first ? { text } : part))
}
