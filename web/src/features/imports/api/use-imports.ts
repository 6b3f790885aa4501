import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ImportList,
  LiveState,
  RejectList,
  RunList,
} from '../../../../../src/http/api-schemas.ts'
import { callApi, queryString } from '../../../app/api-client.ts'

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

export function useRuns() {
  return useInfiniteQuery({
    queryKey: ['runs'],
    queryFn: ({ pageParam, signal }) =>
      callApi<RunList>(`/api/runs${queryString({ limit: 20, cursor: pageParam })}`, { signal }),
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

/** Something the server is told to do; afterwards imports, runs and state are asked for again. */
function useOrder<T>(order: (input: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: order,
    onSettled: () =>
      Promise.all(
        ['imports', 'runs', 'state', 'overview'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export function useCancelImport() {
  return useOrder((id: string) =>
    callApi(`/api/imports/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  )
}

export function useCancelRun() {
  return useOrder(() => callApi('/api/runs/current', { method: 'DELETE' }))
}

export function useStartRun() {
  return useOrder((retopic: boolean) =>
    callApi<LiveState>('/api/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ retopic }),
    }),
  )
}
