import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Erased, ThreadDetail } from '../../../../../src/http/api-schemas.ts'
import { callApi, queryString } from '../../../app/api-client.ts'

export function useThread(id: string) {
  return useQuery({
    queryKey: ['thread', id],
    queryFn: ({ signal }) => callApi<ThreadDetail>(`/api/thread${queryString({ id })}`, { signal }),
  })
}

export function useEraseThread() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      callApi<Erased>(`/api/thread${queryString({ id })}`, { method: 'DELETE' }),
    onSuccess: (_answer, id) => {
      queries.removeQueries({ queryKey: ['thread', id] })
      return queries.invalidateQueries({ queryKey: ['threads'] })
    },
  })
}
