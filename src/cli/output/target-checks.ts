import { statfs } from 'node:fs/promises'
import { backendOf } from '../../storage/backends/backends.ts'
import type { StoreTarget } from '../../storage/backends/backends.ts'
import type { ChatStore, StoreCheck } from '../../storage/chat-store.ts'
import { existingOf, isAbsent } from '../../app/storage/existing-store.ts'
import { bytes } from './format.ts'

/** A store of files takes this many times the JSON that is put in: threads lie there as JSON and as text, with indexes. */
const FILES_TAKE = 4

/**
 * Whether a target can hold what a dry run has counted: its own checks (reach, rights), where it is there yet (else another stands for it), and
 * the room on the disk of its folders.
 */
export async function targetChecks(
  target: StoreTarget,
  store: ChatStore,
  needed: number,
): Promise<readonly StoreCheck[]> {
  const isThere = !isAbsent(target) && store.kind === target.kind
  const checks = isThere ? [...(await store.check())] : []
  for (const { name, path } of backendOf(target.kind).folders?.(target) ?? []) {
    const { bavail, bsize } = await statfs(existingOf(path).path)
    const free = bavail * bsize
    const isEnough = free > needed * FILES_TAKE
    checks.push({
      name: `room for ${name}`,
      status: isEnough ? 'ok' : 'failed',
      found: `${bytes(free)} free in ${path}, about ${bytes(needed * FILES_TAKE)} needed`,
      ...(isEnough ? {} : { remedy: 'Free space, or name a folder on a larger disk.' }),
    })
  }
  return checks
}
