import { ALL_KINDS, movesOn, RECORD_KINDS } from '../../../domain/records.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ChatStore, StoreCheck } from '../../chat-store.ts'
import type { ShadowState } from './shadow-state.ts'

/** How the checks of a shadow are called, or begin. The first store does without it. */
export const SHADOW_CHECK = 'shadow'
const REMEDY =
  'Bring it what it lacks: hitcraft migrate --from the store --to the shadow, each named as in the settings. ' +
  'It copies only that.'

/** What there is to ask of a shadow. */
export interface LookedAt {
  readonly state: () => Promise<ShadowState>
  readonly second: () => Promise<ChatStore>
  /** Why this process cannot note what it does. */
  readonly noteProblem: string | undefined
}

/** What `doctor` says of a shadow: how it stands, and what of it does not work. */
export async function shadowChecks(first: ChatStore, shadow: LookedAt): Promise<StoreCheck[]> {
  const checks: StoreCheck[] = []
  try {
    const state = await shadow.state()
    const { unequal, found } = await lookAt(first, shadow, state)
    checks.push(checkOf(state, unequal), ...found)
  } catch (error) {
    checks.push(failed(error, 'what is known of it cannot be read'))
  }
  if (shadow.noteProblem === undefined) return checks
  const found = `what is on its way cannot be noted: ${shadow.noteProblem}`
  const remedy = 'Make room and grant the right to write in TEMP_FOLDER.'
  return [...checks, { name: SHADOW_CHECK, status: 'failed', found, remedy }]
}

/** What of the second store does not work, and where the two are not equal though nobody noted it. */
async function lookAt(
  first: ChatStore,
  shadow: LookedAt,
  { state }: ShadowState,
): Promise<{ readonly unequal: readonly string[]; readonly found: readonly StoreCheck[] }> {
  const found: StoreCheck[] = []
  try {
    const second = await shadow.second()
    for (const check of await second.check()) {
      if (check.status !== 'ok') found.push({ ...check, name: `${SHADOW_CHECK}: ${check.name}` })
    }
    return { unequal: state === 'equal' ? await countsThatDiffer(first, second) : [], found }
  } catch (error) {
    return { unequal: [], found: [...found, failed(error, 'it does not answer')] }
  }
}

function failed(error: unknown, otherwise: string): StoreCheck {
  const {
    message,
    code,
    remedy = REMEDY,
  } = isHitCraftError(error) ? error : { message: otherwise, code: undefined }
  const found = code === undefined ? message : `${message} (${code})`
  return { name: SHADOW_CHECK, status: 'warning', found, remedy }
}

/** Kinds of which the two hold unequally many: cheap, and found also where nobody noted a write. */
async function countsThatDiffer(first: ChatStore, second: ChatStore): Promise<string[]> {
  const kinds = ALL_KINDS.filter(movesOn)
  const counts = async (store: ChatStore) =>
    Promise.all([store.countThreads({}), ...kinds.map((kind) => store.countRecords(kind))])
  const [ours, theirs] = await Promise.all([counts(first), counts(second)])
  return ['threads', ...kinds.map((kind) => RECORD_KINDS[kind].plural)].flatMap((name, at) =>
    ours[at] === theirs[at] ? [] : `${ours[at]} ${name}, and ${theirs[at]} in the shadow`,
  )
}

function checkOf(state: ShadowState, unequal: readonly string[]): StoreCheck {
  if (unequal.length > 0) {
    return {
      name: SHADOW_CHECK,
      status: 'failed',
      found: `${state.location}: not equal: ${unequal.join('; ')}. Does something write without STORAGE_SHADOW?`,
      remedy: REMEDY,
    }
  }
  const { location } = state
  const found = `${location}: ${shadowText(state)}`
  if (state.state === 'equal' || state.state === 'following') {
    return { name: SHADOW_CHECK, status: 'ok', found }
  }
  const isBad = state.state === 'different' || state.missed.erasures > 0
  return { name: SHADOW_CHECK, status: isBad ? 'failed' : 'warning', found, remedy: REMEDY }
}

/** How a shadow stands, as one line without its name. */
export function shadowText(state: ShadowState): string {
  const { queued, oldestQueuedAt, missed, died, compared, differences, examples } = state
  const parts = [
    {
      unknown: 'not known to be equal: no migration has made it so yet',
      different: `${differences} reads were answered differently`,
      missed: 'behind',
      following: `equal since ${state.equalSince}, but for what is on its way`,
      equal: `equal since ${state.equalSince}`,
    }[state.state],
    ...(differences > 0
      ? [examples.map(({ call, id = '' }) => `${call} ${id}`.trim()).join(', ')]
      : []),
    ...(queued > 0 ? [`${queued} on their way, the oldest since ${oldestQueuedAt}`] : []),
    ...(missed.names > 0 ? [`${missed.names} writes missed`] : []),
    ...(missed.erasures > 0
      ? [`AMONG THEM ${missed.erasures} OF ERASURES: it still holds what was erased`]
      : []),
    ...(died > 0 ? [`${died} processes died with writes on their way`] : []),
    ...(state.down === undefined ? [] : [`no answer since ${state.down.since}: ${state.down.why}`]),
    `${compared} reads compared`,
  ]
  return parts.join('; ')
}
