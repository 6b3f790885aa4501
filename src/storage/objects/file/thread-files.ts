import { basename, join } from 'node:path'
import type { Thread } from '../../../domain/thread/thread.ts'
import { ifWhole } from '../../core/damaged.ts'
import { decodeBody } from '../thread-body.ts'
import type { FileContext } from './file-context.ts'

export interface ThreadFile {
  readonly name: string
  readonly read: () => ReadThreadFile
}

export interface ReadThreadFile {
  /** Undefined: it went meanwhile. */
  readonly bytes?: Buffer
  /** Undefined: it does not hold. */
  readonly body?: {
    readonly thread: Thread
    readonly hash: string
    /** Whether the file has the name of the thread in it. */
    readonly isInPlace: boolean
  }
}

/** Every thread file of the folder, whatever the catalog says. */
export function threadFiles({ fs, layout }: Pick<FileContext, 'fs' | 'layout'>): ThreadFile[] {
  const folder = layout.folders.threads
  const names = fs.exists(folder) ? fs.list(folder) : []
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      name,
      read: (): ReadThreadFile => {
        const path = join(folder, name)
        const bytes = fs.exists(path) ? fs.read(path) : undefined
        if (bytes === undefined) return {}
        const body = wholeBody(bytes, name)
        if (body === undefined) return { bytes }
        const isInPlace = basename(layout.threadFile(body.thread.id)) === name
        return { bytes, body: { ...body, isInPlace } }
      },
    }))
}

/** The thread of a body's bytes; undefined where they do not hold. */
export function wholeBody(
  bytes: Buffer,
  where: string,
): { readonly thread: Thread; readonly hash: string } | undefined {
  return ifWhole(() => decodeBody(bytes, where))
}
