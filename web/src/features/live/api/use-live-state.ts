import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveState, Overview } from '../../../../../src/http/schemas/state.ts'
import { callApi } from '../../../app/api-client.ts'
import { sharedValue } from '../../../app/shared-value.ts'
import { followEvents } from './follow-events.ts'

/** Whether the server has gone away, until it answers again. */
const lost = sharedValue(false)

export function useIsLost(): boolean {
  return lost.use()
}

/** What the server does now; kept fresh by `useLiveEvents`. */
export function useLiveState() {
  return useQuery({
    queryKey: ['state'],
    queryFn: ({ signal }) => callApi<LiveState>('/api/state', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useOverview() {
  return useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => callApi<Overview>('/api/overview', { signal }),
  })
}

/**
 * Listens to the server once for the whole page. Whenever it has changed the store, everything that
 * was read before is asked for again; so it is after a lost connection, for a restart counts anew.
 */
export function useLiveEvents(): void {
  const queries = useQueryClient()
  useEffect(() => {
    let revision: number | undefined
    return followEvents({
      onState(state, isAnew) {
        queries.setQueryData(['state'], state)
        if (isAnew || (revision !== undefined && revision !== state.revision)) {
          void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'state' })
        }
        revision = state.revision
        lost.set(false)
      },
      onAway: () => lost.set(true),
    })
  }, [queries])
}
