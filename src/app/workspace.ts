import type { Analyzer } from '../analysis/analyzer.ts'
import { openAnalyzerApart } from '../analysis/apart/analyzer-apart.ts'
import type { ModelAnalyzerSettings } from '../analysis/models/open-model-analyzer.ts'
import type { AnalyzerName } from '../analysis/registry.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { foldersUnder } from '../storage/backends/folders.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import { given } from '../domain/values/given.ts'
import { openStore } from './open-store.ts'
import type { ShadowSetting } from './open-store.ts'
import { parseStoreUrl } from '../storage/parse-store-url.ts'

/** A store, and what work on it takes beside it. Each function of `app/` takes what it needs of one. */
export interface Workspace {
  readonly store: ChatStore
  /** Whose analyses are made, listed and reported. */
  readonly analyzer: Analyzer
  readonly folders: WorkFolders
}

/** Folders of this machine, whichever backend keeps the threads. They are made when something is put there. */
export interface WorkFolders {
  /** Where what an import must unpack lies, for as long as it is read. */
  readonly temp: string
  /** Reports and lists of rejected pieces: what an erasure looks through beside the store. */
  readonly results: string
}

export interface WorkspaceOptions {
  /** Where it is all kept: a URL as `--store` takes it (`file:./chats`, `postgres://…`), or what one means. */
  readonly store: string | StoreTarget
  /** A second store that gets what is written to the first, and is compared with it: docs/migration.md. */
  readonly shadow?: ShadowSetting
  /** Default `local`: offline, no key. `claude` and `openai` send redacted threads to a service: docs/models.md. */
  readonly analyzer?: AnalyzerName
  /** Of an analyzer that asks a model, by the names of the environment: `{ ANTHROPIC_API_KEY: … }`. */
  readonly modelSettings?: ModelAnalyzerSettings
  /**
   * Threads of this process that analyze, so that the one which calls goes on with its own work; 0: it analyzes
   * itself. They are started when there is work. Default: one a core, at most 4.
   */
  readonly analyzerThreads?: number
  /** Default: those of a store of files; for other stores `temp_chunks` and `analysis_results` in the working directory. */
  readonly folders?: WorkFolders
}

export interface OpenWorkspace extends Workspace {
  /** Finishes what is under way and lets go of the store. Idempotent. */
  close(): Promise<void>
}

/**
 * Opens a store with all that work on it takes. A `Config` (see `loadConfig`) is such options, so
 * `openWorkspace(loadConfig())` is what the command line works on.
 *
 * @throws HitCraftError INVALID_CONFIG for a URL that names no store, and what `openStore` throws
 */
export async function openWorkspace(options: WorkspaceOptions): Promise<OpenWorkspace> {
  const {
    store: named,
    analyzer: name = 'local',
    analyzerThreads: workers,
    modelSettings,
  } = options
  const target = typeof named === 'string' ? parseStoreUrl(named, process.cwd()) : named
  const folders = options.folders ?? foldersOf(target)
  const analyzer = await openAnalyzerApart(name, given({ workers, modelSettings }))
  const store = await openStore(target, given({ shadow: options.shadow }))
  const close = async () => {
    await analyzer.close()
    await store.close()
  }
  return { store, analyzer, folders, close }
}

function foldersOf(target: StoreTarget): WorkFolders {
  return 'folders' in target ? target.folders : foldersUnder(process.cwd())
}
