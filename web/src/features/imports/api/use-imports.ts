import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ImportList, RejectList } from '../../../../../src/http/schemas/imports.ts'
import { callApi, queryString } from '../../../app/api-client.ts'
import { useOrder } from '../../../app/use-order.ts'

export function useImports() {
  return useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: ({ pageParam, signal }) =>
      callApi<ImportList>(`/api/imports${queryString({ limit: 30, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

export function useRejects(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['rejects', id],
    queryFn: ({ signal }) =>
      callApi<RejectList>(`/api/imports/${encodeURIComponent(id)}/rejects`, { signal }),
    enabled: isWanted,
  })
}

export function useCancelImport() {
  return useOrder((id: string) =>
    callApi(`/api/imports/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  )
}
