import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { RunList, RunPlan, StartRun } from '../../../../../src/http/schemas/runs.ts'
import type { LiveState } from '../../../../../src/http/schemas/state.ts'
import { callApi, queryString } from '../../../app/api-client.ts'
import { useOrder } from '../../../app/use-order.ts'

export function useRuns() {
  return useInfiniteQuery({
    queryKey: ['runs'],
    queryFn: ({ pageParam, signal }) =>
      callApi<RunList>(`/api/runs${queryString({ limit: 20, cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}

/**
 * What an analysis of all that is pending would cost. While another sample is reckoned, the answer for the one before stays, as
 * placeholder data.
 *
 * @param sample of so many drawn at random
 */
export function useRunPlan(sample: number | undefined) {
  return useQuery({
    queryKey: ['runs', 'plan', sample],
    queryFn: ({ signal }) =>
      callApi<RunPlan>(`/api/runs/plan${queryString({ sample })}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

export function useCancelRun() {
  return useOrder(() => callApi('/api/runs/current', { method: 'DELETE' }))
}

export function useStartRun() {
  return useOrder((wanted: StartRun) =>
    callApi<LiveState>('/api/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
    }),
  )
}
