import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type {
  ApiComparison,
  ApiDifferences,
  OpinionList,
} from '../../../../../src/http/schemas/compare.ts'
import { callApi, queryString } from '../../../app/api-client.ts'

/** Two analyzer keys. */
export interface Sides {
  readonly a: string
  readonly b: string
}

/** Whose opinions there are to compare. */
export function useOpinions() {
  return useQuery({
    queryKey: ['opinions'],
    queryFn: ({ signal }) => callApi<OpinionList>('/api/compare/keys', { signal }),
  })
}

export function useComparison({ a, b }: Sides) {
  return useQuery({
    queryKey: ['comparison', a, b],
    queryFn: ({ signal }) =>
      callApi<ApiComparison>(`/api/compare${queryString({ a, b })}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** The threads of which the two do not say the same in a field. */
export function useDifferences({ a, b }: Sides, field: string) {
  return useInfiniteQuery({
    queryKey: ['comparison', a, b, field],
    queryFn: ({ pageParam: cursor, signal }) =>
      callApi<ApiDifferences>(
        `/api/compare/threads${queryString({ a, b, field, limit: 20, cursor })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
}
