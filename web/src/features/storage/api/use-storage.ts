import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Health } from '../../../../../src/http/schemas/state.ts'
import type { StartMove, Storage } from '../../../../../src/http/schemas/storage.ts'
import { callApi, errorOfBody, unreachable } from '../../../app/api-client.ts'
import type { ApiError } from '../../../app/api-client.ts'

/** Milliseconds between two looks at a move that is under way. */
const LOOK = 700

export function useStorage() {
  return useQuery({
    queryKey: ['storage'],
    queryFn: ({ signal }) => callApi<Storage>('/api/storage', { signal }),
    refetchInterval: ({ state }) => (state.data?.move?.status === 'running' ? LOOK : false),
  })
}

/** The checks of the store; where one failed too, which the server answers with 503. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/api/health', { signal }).catch(() => {
        throw unreachable()
      })
      const text = await response.text()
      if (response.ok || text.includes('"checks"')) return JSON.parse(text) as Health
      throw errorOfBody(response.status, text)
    },
  })
}

export function useStartMove() {
  return useStorageOrder((wanted: StartMove) =>
    callApi('/api/storage/moves', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
    }),
  )
}

export function useStopMove() {
  return useStorageOrder(() => callApi('/api/storage/moves/current', { method: 'DELETE' }))
}

function useStorageOrder<T>(order: (input: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation<unknown, ApiError, T>({
    mutationFn: order,
    onSettled: () => queries.invalidateQueries({ queryKey: ['storage'] }),
  })
}
