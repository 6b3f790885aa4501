import { sharedValue } from '../../../app/shared-value.ts'
import { useLiveState } from '../../live/api/use-live-state.ts'
import { dismissedPassedOver } from './dismissed.ts'

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

/** What was left out, until somebody has read it. */
export interface PassedOverNews {
  /** Left out here, and of what the server found to be no log the last hundred. */
  readonly listed: readonly PassedOver[]
  /** How many the server passed over since it began, where it names only the last of them. */
  readonly total: number | undefined
  readonly dismiss: () => void
}

export function usePassedOver(): PassedOverNews {
  const here = own.use()
  const dismissed = dismissedPassedOver.use()
  const { passedOver = [], passedOverCount = 0 } = useLiveState().data ?? {}
  const told = passedOver.filter(({ id }) => !dismissed.has(id))
  return {
    listed: [...here, ...told],
    total: passedOverCount > passedOver.length ? passedOverCount : undefined,
    dismiss() {
      own.set([])
      dismissedPassedOver.add(told.map(({ id }) => id))
    },
  }
}
