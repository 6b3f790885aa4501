import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import {
  ApiError,
  callApi,
  errorOfBody,
  queryString,
  unreachable,
} from '../../../app/api-client.ts'

/** Bytes of the beginning and the end that tell a file from others of its name and size. */
const MARKED = 65_536

/** Makes a file known to the server; one that is half there already goes on from where it is. */
export async function announceFile(file: File, folder?: string): Promise<ImportItem> {
  const mark = await markOf(file, folder)
  const body = JSON.stringify({ name: file.name, size: file.size, mark, folder })
  const headers = { 'content-type': 'application/json' }
  return callApi<ImportItem>('/api/uploads', { method: 'POST', headers, body })
}

/**
 * Sends what the server does not have yet.
 * @throws ApiError, of status 0 when the connection broke
 */
export async function sendRest(
  id: string,
  file: File,
  options: { signal: AbortSignal; onSent: (sent: number) => void },
): Promise<ImportItem> {
  const { bytesRead: offset } = await callApi<ImportItem>(`/api/imports/${id}`)
  // XMLHttpRequest, because `fetch` does not tell how much of a body has been sent.
  const request = new XMLHttpRequest()
  const answered = new Promise<ImportItem>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded }) => options.onSent(offset + loaded))
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as ImportItem)
      else reject(errorOfBody(request.status, request.responseText))
    })
    request.addEventListener('error', () => reject(unreachable()))
    request.addEventListener('abort', () => reject(unreachable()))
  })
  options.signal.addEventListener('abort', () => request.abort())
  request.open('PUT', `/api/uploads/${id}${queryString({ offset })}`)
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file.slice(offset))
  return answered
}

/** @throws ApiError for a file that has been moved, changed or deleted since it was chosen */
export async function checkReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    throw new ApiError(400, {
      code: 'INVALID_INPUT',
      message: 'The file was moved, changed or deleted since it was chosen.',
      remedy: 'Choose it again.',
    })
  }
}

/** A hash of the file's beginning, end, time of change and place. */
async function markOf(file: File, folder = ''): Promise<string> {
  const ends = await new Blob([
    file.slice(0, MARKED),
    file.slice(Math.max(MARKED, file.size - MARKED)),
    `${file.size} ${file.lastModified} ${folder} ${file.name}`,
  ]).arrayBuffer()
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', ends))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
