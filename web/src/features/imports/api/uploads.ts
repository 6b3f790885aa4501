import { useSyncExternalStore } from 'react'
import type { ImportItem } from '../../../../../src/http/api-schemas.ts'
import { ApiError, errorOfBody, queryString, unreachable } from '../../../app/api-client.ts'

/** A file on its way to the server. Once it is there, the server knows all about it. */
export interface Upload {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly status: 'waiting' | 'sending' | 'failed'
  readonly error?: ApiError
}

const listeners = new Set<() => void>()
const requests = new Map<number, XMLHttpRequest>()
let uploads: readonly Upload[] = []
let nextId = 1
let sending: Promise<void> = Promise.resolve()

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
}

/** Sends the files one after another. */
export function uploadFiles(files: Iterable<File>): void {
  for (const file of files) {
    const id = nextId++
    change([...uploads, { id, name: file.name, size: file.size, sent: 0, status: 'waiting' }])
    sending = sending.then(() => sendFile(id, file))
  }
}

/** Stops an upload, or forgets a failed one. */
export function dismissUpload(id: number): void {
  requests.get(id)?.abort()
  change(uploads.filter((upload) => upload.id !== id))
}

async function sendFile(id: number, file: File): Promise<void> {
  if (!uploads.some((upload) => upload.id === id)) return
  update(id, { status: 'sending' })
  try {
    await post(id, file)
    change(uploads.filter((upload) => upload.id !== id))
  } catch (error) {
    update(id, { status: 'failed', error: error instanceof ApiError ? error : unreachable() })
  } finally {
    requests.delete(id)
  }
}

/** XMLHttpRequest, because `fetch` does not tell how much of a body has been sent. */
function post(id: number, file: File): Promise<ImportItem> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    requests.set(id, request)
    request.upload.addEventListener('progress', ({ loaded }) => update(id, { sent: loaded }))
    request.addEventListener('load', () => {
      if (request.status === 202) resolve(JSON.parse(request.responseText) as ImportItem)
      else reject(errorOfBody(request.status, request.responseText))
    })
    request.addEventListener('error', () => reject(unreachable()))
    request.addEventListener('abort', () => reject(unreachable()))
    request.open('POST', `/api/imports${queryString({ name: file.name })}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(file)
  })
}

function update(id: number, fields: Partial<Upload>): void {
  change(uploads.map((upload) => (upload.id === id ? Object.assign({}, upload, fields) : upload)))
}

function change(next: readonly Upload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}
