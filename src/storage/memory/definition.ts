import type { Backend } from '../backends/backend.ts'

/** For tests, and the measure of the others. */
export const memory: Backend<{ readonly kind: 'memory' }> = {
  kind: 'memory',
  settings: {},
  open: async () => (await import('./memory-chat-store.ts')).openMemoryStore(),
  traits: { oneProcess: true },
}
