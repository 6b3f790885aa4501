import { ALL_KINDS, RECORD_KINDS } from '../../../../src/domain/records.ts'
import { canonicalJson } from '../../../../src/domain/values/canonical-json.ts'
import { isHitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'

/** What a store answers: each thread and record by its name, as canonical JSON; `CORRUPT` where it says so. */
export type State = ReadonlyMap<string, string>

export async function stateOf(store: ChatStore): Promise<State> {
  const state = new Map<string, string>()
  const { items } = await store.listThreads({ order: 'id', limit: 1000 })
  for (const { id } of items) {
    state.set(`thread ${id}`, await store.getThread(id).then(canonicalJson, corrupt))
  }
  for (const kind of ALL_KINDS) {
    for (const record of await store.listRecords(kind, { limit: 1000 })) {
      state.set(`${kind} ${RECORD_KINDS[kind].idOf(record as never)}`, canonicalJson(record))
    }
  }
  return state
}

function corrupt(error: unknown): string {
  if (!isHitCraftError(error, 'CORRUPT')) throw error
  return 'CORRUPT'
}

/** Names whose value is another one, or gone; and names that should not be there. */
export function differences(expected: State, found: State): string[] {
  const names = new Set([...expected.keys(), ...found.keys()])
  return [...names].filter((name) => expected.get(name) !== found.get(name))
}
