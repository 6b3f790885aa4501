import { queryString } from '../../../app/api-client.ts'

/** The page of a thread. */
export function threadPath(id: string): string {
  return `/thread${queryString({ id })}`
}
