import { queryString } from '../../../app/api-client.ts'

/** Words in a thread. */
interface Place {
  readonly message: string
  readonly part: number
  readonly start: number
  readonly end: number
}

/** The page of a thread, opened at words of it where they are given. */
export function threadPath(id: string, at?: Place): string {
  return `/thread${queryString({ id, ...at })}`
}
