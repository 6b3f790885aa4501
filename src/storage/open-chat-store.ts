import type { BackendKind, ChatStore } from './chat-store.ts'
import type { StoreTarget } from './store-target.ts'

type Opener<K extends BackendKind> = (
  target: Extract<StoreTarget, { kind: K }>,
) => Promise<ChatStore>

/** Every backend, loaded only when it is opened. A kind without an entry does not compile. */
const OPENERS = {
  memory: async () => (await import('./memory/memory-chat-store.ts')).openMemoryStore(),
  file: async ({ folders }) =>
    (await import('./objects/file/file-chat-store.ts')).openFileStore(folders),
  postgres: async ({ options }) =>
    (await import('./postgres/postgres-chat-store.ts')).openPostgresStore(options),
  mongodb: async ({ options }) =>
    (await import('./mongodb/mongodb-chat-store.ts')).openMongoStore(options),
  s3: async ({ options }) => (await import('./objects/s3/open-s3-store.ts')).openS3Store(options),
  azure: async ({ options }) =>
    (await import('./objects/azure-blob/open-azure-store.ts')).openAzureStore(options),
} satisfies { [K in BackendKind]: Opener<K> }

/**
 * Opens the store a target names, creating what is missing (folders, tables).
 *
 * @throws HitCraftError UNAVAILABLE, PERMISSION, UNSUPPORTED, INVALID_CONFIG: never another store
 * instead.
 */
export function openChatStore(target: StoreTarget): Promise<ChatStore> {
  switch (target.kind) {
    case 'memory':
      return OPENERS.memory()
    case 'file':
      return OPENERS.file(target)
    case 'postgres':
      return OPENERS.postgres(target)
    case 'mongodb':
      return OPENERS.mongodb(target)
    case 's3':
      return OPENERS.s3(target)
    case 'azure':
      return OPENERS.azure(target)
  }
}
