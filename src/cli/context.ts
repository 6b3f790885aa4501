import { openAnalyzerApart } from '../analysis/apart/analyzer-apart.ts'
import type { Config } from '../config.ts'
import { openChatStore } from '../storage/open-chat-store.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import type { CommandContext, StoreUse } from './command.ts'
import { isAbsent, refuseAbsent, refuseFiles } from './existing-store.ts'
import type { Output } from './output/output.ts'

/** Threads that a command analyzes itself, as nobody waits for it meanwhile: sooner done than another is started. */
const IN_PLACE = 24

/** What a command runs with, and what it opened. */
export interface OpenedContext {
  readonly context: CommandContext
  close(): Promise<void>
}

/** What a process has of its surroundings. */
export interface Surroundings {
  readonly cwd: string
  readonly input: CommandContext['input']
  readonly signal: AbortSignal
}

/** @param named the store that `--store` names; it stands over the settings and brings its folders along */
export function createContext(
  settings: Config,
  named: StoreTarget | undefined,
  output: Output,
  around: Surroundings,
): OpenedContext {
  const opened: { close(): Promise<void> }[] = []
  const folders = named !== undefined && 'folders' in named ? named.folders : settings.folders
  const config = named === undefined ? settings : { ...settings, store: named, folders }
  const openStoreAt = async (target: StoreTarget, use?: StoreUse) => {
    refuseFiles(target, target !== settings.store)
    if (use === 'read') refuseAbsent(target)
    const isNothing = use === 'look' && isAbsent(target)
    const store = await openChatStore(isNothing ? { kind: 'memory' } : target)
    opened.push(store)
    return store
  }
  const openStore = (use?: StoreUse) =>
    openStoreAt(config.store, named === undefined ? undefined : use)
  const { json, print, printLines, printJson, printJsonList, note, progress } = output
  const { cwd, input, signal } = around
  return {
    context: {
      config,
      json,
      cwd,
      input,
      signal,
      openStore,
      openStoreAt,
      async openWorkspace(use, name = config.analyzer) {
        const { analyzerThreads: workers, modelSettings } = config
        const analyzer = await openAnalyzerApart(name, {
          inPlace: IN_PLACE,
          modelSettings,
          ...(workers === undefined ? {} : { workers }),
        })
        opened.push(analyzer)
        return { store: await openStore(use), analyzer, folders }
      },
      print,
      printLines,
      printJson,
      printJsonList,
      note,
      progress,
    },
    async close() {
      for (const one of opened) await one.close()
    },
  }
}
