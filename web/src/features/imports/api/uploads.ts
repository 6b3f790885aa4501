import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import { ApiError, callApi, unreachable } from '../../../app/api-client.ts'
import { sharedValue } from '../../../app/shared-value.ts'
import { forgetFile, keepFile, keptFile, keptFileIds } from './kept-files.ts'
import { persistently } from './persistently.ts'
import { announceFile, checkReadable, sendRest } from './send-file.ts'
import type { ChosenFile } from './walk-folder.ts'

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

/** Held by the one page that sends: two pages of one browser know the same files. */
const SENDER = 'hitcraft-uploads'

/** Files that the server knows of before they are sent. A folder may hold thousands, and each of its pages lists them. */
const MOST_ANNOUNCED = 50

const aborts = new Map<string, AbortController>()
const uploads = sharedValue<readonly Upload[]>([])
/** Files that are not announced yet. */
const ahead = sharedValue(0)
let sending: Promise<unknown> = Promise.resolve()

export function useUploads(): readonly Upload[] {
  return uploads.use()
}

/** How many files wait to be sent, beside the one that is. */
export function useWaitingCount(): number {
  const waiting = uploads.use().filter(({ status }) => status === 'waiting').length
  return waiting + ahead.use()
}

/** Makes the files known to the server, of very many the first, and sends them one after another. */
export async function uploadFiles(files: readonly ChosenFile[]): Promise<void> {
  ahead.set(ahead.get() + files.length)
  for (const chosen of files) {
    while (unsent().length >= MOST_ANNOUNCED) await sending
    await announce(chosen)
    ahead.set(ahead.get() - 1)
  }
}

async function announce({ file, folder }: ChosenFile): Promise<void> {
  try {
    await checkReadable(file)
    const { id, file: name } = await persistently(() => announceFile(file, folder))
    const known = uploads.get().find((upload) => upload.id === id)
    if (known !== undefined && known.status !== 'failed') return
    if (known !== undefined) dismissUpload(id)
    queue(id, file, name)
    await keepFile(id, file)
  } catch (error) {
    const failed = { ...entryOf(crypto.randomUUID(), file), ...failure(error) }
    uploads.set([...uploads.get(), failed])
  }
}

function unsent(): readonly Upload[] {
  return uploads.get().filter(({ status }) => status !== 'failed')
}

/** Goes on with what an earlier page of this browser had not sent. Called once, as the page begins. */
export async function resumeUploads(): Promise<void> {
  window.addEventListener('beforeunload', (event) => {
    if (unsent().length + ahead.get() > 0) event.preventDefault()
  })
  for (const id of await keptFileIds()) {
    const file = await keptFile(id)
    if (file !== undefined && !isQueued(id)) queue(id, file)
  }
}

/** Stops sending a file, or forgets one that failed. The server is told by who cancels. */
export function dismissUpload(id: string): void {
  uploads.set(uploads.get().filter((upload) => upload.id !== id))
  aborts.get(id)?.abort()
  void forgetFile(id)
}

function isQueued(id: string): boolean {
  return uploads.get().some((upload) => upload.id === id)
}

function queue(id: string, file: File, name = file.name): void {
  uploads.set([...uploads.get(), { ...entryOf(id, file), name }])
  sending = sending.then(() =>
    navigator.locks.request(SENDER, async () => {
      await deliver(id, file)
    }),
  )
}

/** Sends a file until it is there, was taken back or is refused. */
async function deliver(id: string, file: File): Promise<void> {
  try {
    await persistently(async () => {
      if (isQueued(id)) await attempt(id, file)
    })
    dismissUpload(id)
  } catch (error) {
    // Cancelled elsewhere, or sent by another page: the list of imports tells.
    if (error instanceof ApiError && error.status === 404) dismissUpload(id)
    else update(id, failure(error))
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

function entryOf(id: string, { name, size }: File): Upload {
  return { id, name, size, sent: 0, status: 'waiting' }
}

function failure(error: unknown): Pick<Upload, 'status' | 'error'> {
  return { status: 'failed', error: error instanceof ApiError ? error : unreachable() }
}

function update(id: string, fields: Partial<Upload>): void {
  const change = (upload: Upload) => (upload.id === id ? Object.assign({}, upload, fields) : upload)
  uploads.set(uploads.get().map(change))
}
