import type { ApiDoor } from '../../../../../src/http/schemas/report.ts'
import { queryString } from '../../../app/api-client.ts'
import type { ReportChoice } from './report-choice.ts'

/** The list of exactly the threads that a figure counts: the report's filter and the figure's own. */
export function doorPath({ from, to, topic, language }: ReportChoice, door: ApiDoor): string {
  // The report speaks of analyzed threads; a condition on an analysis says so by itself.
  const isNarrow = door.facets.length > 0 || topic !== '' || language !== ''
  const state = isNarrow ? '' : 'analyzed'
  const days = { from: door.from ?? from, to: door.to ?? to }
  return `/threads${queryString({ ...days, topic, language, state, facet: door.facets })}`
}

/** The list of the threads that a report waits for. */
export function pendingPath({ from, to }: ReportChoice): string {
  return `/threads${queryString({ from, to, state: 'pending' })}`
}
