import { useQuery } from '@tanstack/react-query'
import type { Sent } from '../../../../../src/http/schemas/threads.ts'
import { callApi } from '../../../app/api-client.ts'
import { sentApiPath } from './sent-path.ts'

/** What an analysis of a thread would send. Nothing is sent to tell it. */
export function useSent(id: string) {
  return useQuery({
    queryKey: ['sent', id],
    queryFn: ({ signal }) => callApi<Sent>(sentApiPath(id), { signal }),
    enabled: id !== '',
  })
}
