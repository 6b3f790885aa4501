import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ThreadPage } from '../../../../../src/http/api-schemas.ts'
import { callApi, queryString } from '../../../app/api-client.ts'
import { dayAfter } from '../../report/api/use-report.ts'

/** Which threads; empty fields are no condition. Days are UTC, both ends included. */
export interface ThreadChoice {
  readonly words: string
  readonly from: string
  readonly to: string
  readonly language: string
  readonly outcome: string
  readonly topic: string
  readonly state: string
}

export const CHOICE_FIELDS = [
  'words',
  'from',
  'to',
  'language',
  'outcome',
  'topic',
  'state',
] as const

export function useThreads(choice: ThreadChoice) {
  return useInfiniteQuery({
    queryKey: ['threads', choice],
    queryFn: ({ pageParam, signal }) => {
      const to = choice.to === '' ? '' : dayAfter(choice.to)
      const query = queryString({ ...choice, to, cursor: pageParam, limit: 40 })
      return callApi<ThreadPage>(`/api/threads${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}
