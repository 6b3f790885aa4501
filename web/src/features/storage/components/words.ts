import type { StorageMove } from '../../../../../src/http/schemas/storage.ts'

const STORES: Readonly<Record<string, string>> = {
  file: 'plain files',
  postgres: 'PostgreSQL',
  mongodb: 'MongoDB',
  s3: 'S3',
  azure: 'Azure Blob Storage',
  memory: 'memory',
}

export function storeTitle(kind: string): string {
  return STORES[kind] ?? kind
}

export const STEPS: Readonly<Record<StorageMove['step'], string>> = {
  opening: 'Opening the other store',
  counting: 'Counting',
  copying: 'Copying',
  verifying: 'Verifying',
}

/** What a move that ended came to, in a few words. */
export function outcomeOf(move: StorageMove): { readonly title: string; readonly isGood: boolean } {
  const { status, work, copy, verification } = move
  if (status === 'failed') return { title: 'Failed', isGood: false }
  if (status === 'stopped') return { title: 'Stopped', isGood: false }
  if (verification !== undefined) {
    return verification.equal
      ? { title: 'Equal, every record', isGood: true }
      : { title: 'Not equal', isGood: false }
  }
  if (work === 'count') return { title: 'Counted, nothing written', isGood: true }
  return copy?.complete === true && copy.damaged === 0
    ? { title: 'Copied', isGood: true }
    : { title: 'Copied in part', isGood: false }
}
