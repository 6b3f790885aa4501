import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { ThreadPage } from '../../../../../src/http/schemas/threads.ts'
import { callApi } from '../../../app/api-client.ts'
import { isReversed } from '../../../components/days.ts'
import { threadsApiPath } from './thread-choice.ts'
import type { ThreadChoice } from './thread-choice.ts'

export function useThreads(choice: ThreadChoice) {
  return useInfiniteQuery({
    queryKey: ['threads', choice],
    queryFn: ({ pageParam, signal }) =>
      callApi<ThreadPage>(threadsApiPath(choice, pageParam), { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    enabled: !isReversed(choice),
  })
}
