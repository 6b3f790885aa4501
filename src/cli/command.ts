import type { Readable } from 'node:stream'
import type { AnalyzerName } from '../analysis/registry.ts'
import type { Workspace } from '../app/workspace.ts'
import type { Config } from '../config.ts'
import type { RecordSource } from '../migration/sources/record-source.ts'
import type { SourceTarget } from '../migration/sources/source-url.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { SHORT_URL_FORMS } from '../storage/parse-store-url.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import { onOff, storeUrl } from './flags.ts'
import type { Flags, FlagValues } from './flags.ts'
import type { Output } from './output/output.ts'
import type { Progress } from './output/progress.ts'

/** One verb of the command line. What it does not declare is refused. */
export interface Command<F extends Flags = Flags> {
  /** One word, or two: `threads list`. */
  readonly name: string
  /** One line for the list of verbs. */
  readonly summary: string
  /** Own flags; `--json` and `--help` are those of every verb. */
  readonly flags: F
  /** The words that stand beside the flags; absent: none. */
  readonly words?: Words
  readonly examples: readonly string[]
  /**
   * What flags and words must be together; called before anything is opened.
   * @throws HitCraftError INVALID_CONFIG
   */
  check?(flags: FlagValues<F>, words: readonly string[]): void
  /** @returns the exit status */
  run(context: CommandContext, flags: FlagValues<F>, words: readonly string[]): Promise<number>
}

export interface Words {
  /** As the help names them. */
  readonly name: string
  readonly least: 0 | 1
  /** Default: any number. */
  readonly most?: 1
  /** What is said when there is none. */
  readonly missing?: string
}

/** A verb whose flags keep their types. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command<F> {
  return command
}

/**
 * `read`: one that was named on the command line must be there. Default: it is made. The others open also what a
 * migration has only begun to fill: `fill` makes it, `examine` is as `read`; for `look` one that is not there is
 * empty, and nothing is made.
 */
export type StoreUse = 'read' | 'fill' | 'examine' | 'look'

export interface CommandContext extends Pick<
  Output,
  'print' | 'printLines' | 'printJson' | 'printJsonList' | 'note'
> {
  readonly config: Config
  readonly json: boolean
  readonly cwd: string
  /** How this command line is called where it was called: `hitcraft`, or `npm run -s hitcraft --` in a checkout. */
  readonly command: string
  /** `--store` of the command line for a command that is told; `…` stands for a URL that may hold a secret. */
  readonly storeFlag?: string
  /** Cells of a line of standard output; absent where it is no terminal. */
  readonly columns?: number
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly signal: AbortSignal
  /** Opens the store of the settings; closed when the command ends. */
  openStore(use?: StoreUse): Promise<ChatStore>
  /** The same with the folders beside it and an analyzer; default that of the settings. */
  openWorkspace(use?: StoreUse, analyzer?: AnalyzerName): Promise<Workspace>
  /** Opens another store; closed when the command ends. */
  openStoreAt(target: StoreTarget, use?: StoreUse): Promise<ChatStore>
  /** Opens what is only read: a store that is there, closed when the command ends, or a folder that is none. */
  openSourceAt(target: SourceTarget, use?: 'read' | 'examine'): Promise<ChatStore | RecordSource>
  progress(label: string): Progress
}

/** Flags of every verb. */
export const COMMON_FLAGS = {
  json: onOff('print one JSON document'),
  help: onOff('show this help'),
} as const satisfies Flags

/** The flag of verbs that work on the store of the settings. */
export const STORE_FLAG = {
  store: storeUrl(
    `use this store (${SHORT_URL_FORMS.slice(0, 2).join(', ')}) instead of STORAGE_BACKEND`,
  ),
} as const satisfies Flags
