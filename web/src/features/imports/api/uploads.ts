import { useSyncExternalStore } from 'react'
import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import { ApiError, callApi, unreachable } from '../../../app/api-client.ts'
import { forgetFile, keepFile, keptFile, keptFileIds } from './kept-files.ts'
import { announceFile, checkReadable, sendRest } from './send-file.ts'

/** A file that this page has to send, or could not. Once it is there, the server knows all about it. */
export interface Upload {
  /** The server's, once it knows the file. */
  readonly id: string
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly status: 'waiting' | 'sending' | 'failed'
  readonly error?: ApiError
}

/** Milliseconds until a broken connection is tried again. */
const PAUSE = 2000
/** Held by the one page that sends: two pages of one browser know the same files. */
const SENDER = 'hitcraft-uploads'

const listeners = new Set<() => void>()
const aborts = new Map<string, AbortController>()
let uploads: readonly Upload[] = []
let sending: Promise<unknown> = Promise.resolve()

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
}

/** Makes the files known to the server at once and sends them one after another. */
export async function uploadFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    try {
      const { id } = await announceFile(file)
      const known = uploads.find((upload) => upload.id === id)
      if (known !== undefined && known.status !== 'failed') continue
      if (known !== undefined) dismissUpload(id)
      queue(id, file)
      await keepFile(id, file)
    } catch (error) {
      change([...uploads, { ...entryOf(crypto.randomUUID(), file), ...failure(error) }])
    }
  }
}

/** Goes on with what an earlier page of this browser had not sent. Called once, as the page begins. */
export async function resumeUploads(): Promise<void> {
  window.addEventListener('beforeunload', (event) => {
    if (uploads.some(({ status }) => status !== 'failed')) event.preventDefault()
  })
  for (const id of await keptFileIds()) {
    const file = await keptFile(id)
    if (file !== undefined && !uploads.some((upload) => upload.id === id)) queue(id, file)
  }
}

/** Stops sending a file, or forgets one that failed. The server is told by who cancels. */
export function dismissUpload(id: string): void {
  change(uploads.filter((upload) => upload.id !== id))
  aborts.get(id)?.abort()
  void forgetFile(id)
}

function queue(id: string, file: File): void {
  change([...uploads, entryOf(id, file)])
  sending = sending.then(() =>
    navigator.locks.request(SENDER, async () => {
      await deliver(id, file)
    }),
  )
}

/** Sends a file until it is there, was taken back or is refused. */
async function deliver(id: string, file: File): Promise<void> {
  while (uploads.some((upload) => upload.id === id)) {
    try {
      await attempt(id, file)
      dismissUpload(id)
    } catch (error) {
      const { status } = error instanceof ApiError ? error : unreachable()
      // Cancelled elsewhere, or sent by another page: the list of imports tells.
      if (status === 404) dismissUpload(id)
      else if (isPassing(status)) await new Promise((resolve) => setTimeout(resolve, PAUSE))
      else {
        update(id, failure(error))
        return
      }
    }
  }
}

async function attempt(id: string, file: File): Promise<void> {
  const { status } = await callApi<ImportItem>(`/api/imports/${id}`)
  if (status !== 'stalled' && status !== 'uploading') return
  const abort = new AbortController()
  aborts.set(id, abort)
  update(id, { status: 'sending' })
  try {
    await checkReadable(file)
    const onSent = (sent: number) => update(id, { sent })
    await sendRest(id, file, { signal: abort.signal, onSent })
  } finally {
    aborts.delete(id)
    update(id, { status: 'waiting' })
  }
}

/** Whether trying again may help: no answer, another page that sends, a server that is away. */
function isPassing(status: number): boolean {
  return status === 0 || status === 409 || status === 503
}

function entryOf(id: string, { name, size }: File): Upload {
  return { id, name, size, sent: 0, status: 'waiting' }
}

function failure(error: unknown): Pick<Upload, 'status' | 'error'> {
  return { status: 'failed', error: error instanceof ApiError ? error : unreachable() }
}

function update(id: string, fields: Partial<Upload>): void {
  change(uploads.map((upload) => (upload.id === id ? Object.assign({}, upload, fields) : upload)))
}

function change(next: readonly Upload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}
