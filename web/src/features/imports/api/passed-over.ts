import { sharedValue } from '../../../app/shared-value.ts'
import { useLiveState } from '../../live/api/use-live-state.ts'
import { dismissNews, useDismissed } from './dismissed.ts'

/** What was not sent or not read, since it is no log. */
export interface PassedOver {
  readonly file: string
  readonly what: string
}

/** What this page left out itself. */
const own = sharedValue<readonly PassedOver[]>([])

export function passOver(more: readonly PassedOver[]): void {
  own.set([...own.get(), ...more])
}

/** What was left out here, and what the server found to be none, until it was read. */
export function usePassedOver(): { all: readonly PassedOver[]; dismiss: () => void } {
  const here = own.use()
  const dismissed = useDismissed()
  const told = (useLiveState().data?.passedOver ?? []).filter(({ id }) => !dismissed.has(id))
  const dismiss = () => {
    own.set([])
    for (const { id } of told) dismissNews(id)
  }
  return { all: [...here, ...told], dismiss }
}
