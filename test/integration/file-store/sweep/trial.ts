import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isHitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { removeCatalog } from '../../../../src/storage/objects/catalog/catalog.ts'
import { openFileStore } from '../../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../../src/storage/backends/folders.ts'
import { ERASED, SOURCES } from './small-store.ts'
import { differences, stateOf } from './state.ts'
import type { State } from './state.ts'

/** One piece of damage to one file. */
export interface Harm {
  readonly file: string
  readonly what: 'flip' | 'cut' | 'delete'
  /** The byte that is flipped, or how many are left. */
  readonly at: number
  /** What it is flipped by. */
  readonly mask: number
}

/**
 * Does one harm to a copy of a store and sees that it is told or harmless, that nothing else is lost, and
 * that the sources make the threads whole again.
 *
 * @returns what is wrong with that, each as a line
 */
export async function tryHarm(
  whole: string,
  copy: string,
  harm: Harm,
  expected: State,
  isCatalogLost: boolean,
): Promise<string[]> {
  rmSync(copy, { recursive: true, force: true })
  cpSync(whole, copy, { recursive: true })
  doHarm(copy, harm)
  if (isCatalogLost) loseCatalog(copy)
  const wrong: string[] = []
  const store = await opened(copy)
  if (typeof store === 'string') return [`does not open: ${store}`]
  const told = await toldBy(store)
  const found = await stateOf(store)
  const lost = differences(expected, found)
  const silent = lost.filter((name) => found.get(name) !== 'CORRUPT')
  if (lost.length > 0 && !told) wrong.push(`lost in silence: ${lost.join('; ')}`)
  if (!isCatalogLost && silent.length > 0) wrong.push(`the catalog had ${silent.join('; ')}`)
  const most = harm.what === 'flip' ? 1 : MANY
  if (lost.length > most) wrong.push(`${lost.length} lost at once: ${lost.join('; ')}`)
  wrong.push(...(await makeWhole(store, expected)))
  await store.close()
  // The truth is on disk: what nobody was told of is the same without the catalog.
  if (!told) wrong.push(...(await afterLosingCatalog(copy, expected)))
  return wrong
}

const MANY = 1000

function doHarm(root: string, { file, what, at, mask }: Harm): void {
  const path = join(root, file)
  if (what === 'delete') {
    rmSync(path)
    return
  }
  const bytes = readFileSync(path)
  if (what === 'flip') bytes[at] = (bytes[at] ?? 0) ^ mask
  writeFileSync(path, what === 'cut' ? bytes.subarray(0, at) : bytes)
}

function loseCatalog(root: string): void {
  removeCatalog(join(foldersUnder(root).data, 'catalog.sqlite'))
}

async function opened(root: string): Promise<ChatStore | string> {
  try {
    return await openFileStore(foldersUnder(root))
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : 'no error'
  }
}

/** Whether `verify` or `doctor` say something. */
async function toldBy(store: ChatStore): Promise<boolean> {
  const checks = await store.check()
  const damages = await Array.fromAsync(store.examine())
  return damages.length > 0 || checks.some(({ status }) => status !== 'ok')
}

/** Imports the sources again; then every thread is what it was, and none is back that was erased. */
async function makeWhole(store: ChatStore, expected: State): Promise<string[]> {
  try {
    for (const threads of [ERASED, ...SOURCES]) await store.mergeThreads(threads)
  } catch (error) {
    // What was erased can no longer be told: that is said, and nothing is let in.
    if (isHitCraftError(error, 'CORRUPT') && error.message.includes('tombstones')) return []
    throw error
  }
  const wrong = differences(expected, await stateOf(store)).filter(isThread)
  return wrong.length === 0 ? [] : [`not made whole by its sources: ${wrong.join('; ')}`]
}

async function afterLosingCatalog(root: string, expected: State): Promise<string[]> {
  loseCatalog(root)
  const store = await opened(root)
  if (typeof store === 'string') return [`does not open again: ${store}`]
  const lost = differences(expected, await stateOf(store))
  await store.close()
  return lost.length === 0 ? [] : [`lost in silence on disk: ${lost.join('; ')}`]
}

function isThread(name: string): boolean {
  return name.startsWith('thread ')
}
