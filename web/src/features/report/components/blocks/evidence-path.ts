import type { ApiEvidence } from '../../../../../../src/http/schemas/report.ts'

/** The thread, opened at the quoted words. */
export function evidencePath({
  threadId,
  messageId,
  part,
  start,
  end,
}: Omit<ApiEvidence, 'quote'>): string {
  const span = { message: messageId, part: `${part}`, start: `${start}`, end: `${end}` }
  return `/thread?${new URLSearchParams({ id: threadId, ...span }).toString()}`
}
