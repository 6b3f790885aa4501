import { openAnalyzer } from '../analysis/registry.ts'
import type { Config } from '../config.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { openChatStore } from '../storage/open-chat-store.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import type { CommandContext, StoreUse } from './command.ts'
import { isAbsent, refuseAbsent, refuseFiles } from './existing-store.ts'
import type { Output } from './output/output.ts'

/** What a command runs with, and the stores it opened. */
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
  const opened: ChatStore[] = []
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
        const analyzer = await openAnalyzer(name)
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
      for (const store of opened) await store.close()
    },
  }
}
