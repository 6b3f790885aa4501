import { queryString } from '../../../app/api-client.ts'

/** The page that shows what would be sent of a thread. */
export function sentPath(id: string): string {
  return `/sent${queryString({ id })}`
}

/** The same as a document, byte for byte. */
export function sentApiPath(id: string): string {
  return `/api/thread/sent${queryString({ id })}`
}
