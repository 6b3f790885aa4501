import type { ApiEvidence } from '../../../../../../src/http/schemas/report.ts'
import { threadPath } from '../../../thread/api/thread-path.ts'

/** The thread, opened at the quoted words. */
export function evidencePath({
  threadId,
  messageId,
  part,
  start,
  end,
}: Omit<ApiEvidence, 'quote'>): string {
  return threadPath(threadId, { message: messageId, part, start, end })
}
