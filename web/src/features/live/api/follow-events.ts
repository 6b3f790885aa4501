import type { LiveState } from '../../../../../src/http/schemas/state.ts'

/** Milliseconds until a stream that the browser gave up is asked for again. */
const PAUSE = 3000
/** Milliseconds without a stream until the server counts as away: a proxy ends idle ones, and browsers come back. */
const GRACE = 5000

export interface LiveListener {
  /** @param isAnew whether the connection was lost before: anything may have changed */
  readonly onState: (state: LiveState, isAnew: boolean) => void
  /** No stream came for a while. The next state tells that it is over. */
  readonly onAway: () => void
}

/** Follows what the server tells of itself, through any outage. @returns what ends it */
export function followEvents({ onState, onAway }: LiveListener): () => void {
  let events: EventSource
  let again: number | undefined
  let away: number | undefined
  let isAnew = false
  const listen = () => {
    events = new EventSource('/api/events')
    events.addEventListener('state', ({ data }: MessageEvent<string>) => {
      clearTimeout(away)
      away = undefined
      onState(JSON.parse(data) as LiveState, isAnew)
      isAnew = false
    })
    events.addEventListener('error', () => {
      isAnew = true
      away ??= window.setTimeout(onAway, GRACE)
      // Any answer but 200, as of a proxy whose server starts again, ends a stream for good.
      if (events.readyState === EventSource.CLOSED) again = window.setTimeout(listen, PAUSE)
    })
  }
  listen()
  return () => {
    clearTimeout(again)
    clearTimeout(away)
    events.close()
  }
}
