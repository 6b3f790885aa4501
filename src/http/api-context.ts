import type { StoreMove } from '../app/storage/store-move.ts'
import type { Workspace } from '../app/workspace.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { StoreSettingValues } from '../storage/backends/backends.ts'

/** What the routes work on. */
export interface ApiContext {
  readonly workspace: Workspace
  readonly jobs: Jobs
  readonly move: StoreMove
  /** What the URL of another store leaves out. Secrets are among them. */
  readonly storeSettings: StoreSettingValues
  readonly maxUploadBytes: number
  /** The built page; absent: the API alone. */
  readonly pageFolder?: string
  /** Told of every error that was not raised on purpose. */
  readonly onError?: (error: unknown) => void
}
