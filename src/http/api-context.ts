import type { Workspace } from '../app/workspace.ts'
import type { Jobs } from '../jobs/jobs.ts'

/** What the routes work on. */
export interface ApiContext {
  readonly workspace: Workspace
  readonly jobs: Jobs
  readonly maxUploadBytes: number
  /** The built page; absent: the API alone. */
  readonly pageFolder?: string
  /** Told of every error that was not raised on purpose. */
  readonly onError?: (error: unknown) => void
}
