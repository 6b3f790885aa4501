import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { isSameStore } from '../../storage/same-store.ts'

/** @throws HitCraftError INVALID_CONFIG when both names are of one store: nothing would be proved. */
export async function refuseSameStore(a: ChatStore, b: ChatStore): Promise<void> {
  if (!(await isSameStore(a, b))) return
  const names = a.location === b.location ? '' : ` (${a.location}, ${b.location})`
  throw new HitCraftError('INVALID_CONFIG', `source and target are the same store${names}`, {
    remedy: 'Name two stores; hitcraft doctor examines one.',
  })
}
