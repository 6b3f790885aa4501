import { useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Erased, ThreadDetail } from '../../../../../src/http/schemas/threads.ts'
import { callApi, queryString } from '../../../app/api-client.ts'

/** One thread with its messages. A thread that is being erased is not asked for again. */
export function useThread(id: string) {
  const erasing = useIsMutating({ mutationKey: erasingKey(id) }) > 0
  return useQuery({
    queryKey: ['thread', id],
    queryFn: ({ signal }) => callApi<ThreadDetail>(`/api/thread${queryString({ id })}`, { signal }),
    enabled: !erasing,
  })
}

/**
 * Erases a thread. `leave` goes to another page and must have gone when it returns: a page that
 * still shows the thread would ask the server for what is not there any more.
 */
export function useEraseThread(id: string, leave: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationKey: erasingKey(id),
    mutationFn: () => callApi<Erased>(`/api/thread${queryString({ id })}`, { method: 'DELETE' }),
    onSuccess: () => {
      leave()
      queries.removeQueries({ queryKey: ['thread', id] })
      return queries.invalidateQueries({ queryKey: ['threads'] })
    },
  })
}

function erasingKey(id: string): readonly string[] {
  return ['erase thread', id]
}
