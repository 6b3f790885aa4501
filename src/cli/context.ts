import { isDeepStrictEqual } from 'node:util'
import { openAnalyzerApart } from '../analysis/apart/analyzer-apart.ts'
import { openStore as openTarget } from '../app/open-store.ts'
import type { OpenStoreOptions } from '../app/open-store.ts'
import type { Config } from '../config.ts'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import { openFolderSource } from '../migration/sources/open-source.ts'
import { isFolderSource } from '../migration/sources/source-url.ts'
import { given } from '../domain/values/given.ts'
import { inShell } from '../insights/render/door-command.ts'
import type { StoreTarget } from '../storage/backends/backends.ts'
import type { CommandContext, StoreUse } from './command.ts'
import { isAbsent, refuseAbsent, refuseFiles } from '../app/storage/existing-store.ts'
import type { Output } from './output/output.ts'

/** Threads that a command analyzes itself, as nobody waits for it meanwhile: sooner done than another is started. */
const IN_PLACE = 24

type OwnOptions = Pick<OpenStoreOptions, 'shadow'>

/** What a command runs with, and what it opened. */
export interface OpenedContext {
  readonly context: CommandContext
  close(): Promise<void>
}

function isWriting(use: StoreUse | undefined): boolean {
  return use === undefined || use === 'fill'
}

/** What a process has of its surroundings. */
export interface Surroundings {
  readonly cwd: string
  readonly input: CommandContext['input']
  readonly signal: AbortSignal
}

/** The store that `--store` names, and its URL. It stands over the settings and brings its folders along. */
export interface NamedStore {
  readonly target: StoreTarget
  readonly url: string
}

export function createContext(
  settings: Config,
  store: NamedStore | undefined,
  output: Output,
  around: Surroundings,
): OpenedContext {
  const named = store?.target
  const opened: { close(): Promise<void> }[] = []
  const folders = named !== undefined && 'folders' in named ? named.folders : settings.folders
  const { shadow, ...rest } = settings
  // The shadow is that of the store of the settings.
  const config = named === undefined ? settings : { ...rest, store: named, folders }
  const openWith = async (target: StoreTarget, use: StoreUse | undefined, own: OwnOptions) => {
    refuseFiles(target, target !== settings.store)
    if (use === 'read' || use === 'examine') refuseAbsent(target)
    const isNothing = use === 'look' && isAbsent(target)
    const halfFilled = use !== undefined && use !== 'read'
    const options = { halfFilled, ...own }
    const store = await openTarget(isNothing ? { kind: 'memory' } : target, options).catch(
      (error: unknown) => {
        throw target === settings.store ? error : ofUrl(error)
      },
    )
    opened.push(store)
    return store
  }
  const isOfSettings = (target: StoreTarget) =>
    named === undefined && isDeepStrictEqual(target, settings.store)
  // What is written to the store of the settings reaches its shadow, also where `--to` names it by the same URL.
  const openStoreAt = (target: StoreTarget, use?: StoreUse) =>
    openWith(target, use, isWriting(use) && isOfSettings(target) ? given({ shadow }) : {})
  const openStore = (use?: StoreUse) =>
    named === undefined
      ? openWith(config.store, unnamed(use), given({ shadow }))
      : openWith(named, use, {})
  const { json, columns, print, printLines, printJson, printJsonList, note, progress } = output
  const { cwd, input, signal } = around
  return {
    context: {
      config,
      json,
      command: settings.command,
      ...given({ columns, storeFlag: store && storeFlag(store) }),
      cwd,
      input,
      signal,
      openStore,
      openStoreAt,
      openSourceAt: async (target, use = 'read') =>
        isFolderSource(target) ? openFolderSource(target) : openStoreAt(target, use),
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

/** An error of a store that a URL named, whose remedy speaks of that and not of a setting. */
function ofUrl(error: unknown): unknown {
  if (!isHitCraftError(error) || error.remedy === undefined) return error
  const { code, message, details, remedy } = error
  const own = remedy.replaceAll(/\b(?:DATABASE_URL|MONGODB_URI)\b/g, 'its URL')
  return new HitCraftError(code, message, { cause: error, details, remedy: own })
}

/** How a store is opened that nobody named: it may be made. */
function unnamed(use: StoreUse | undefined): StoreUse | undefined {
  return use === 'read' ? undefined : use === 'examine' ? 'fill' : use
}

function storeFlag({ target, url }: NamedStore): string {
  return `--store ${target.kind === 'file' ? inShell(url) : '…'}`
}
