import { visibleLine } from '../../domain/values/visible.ts'
import type { Difference } from '../../migration/verify/differences.ts'
import { oneLine } from './format.ts'

/** `threads t1: stale in target: list row: title` */
export function differenceLine(difference: Difference): string {
  const { kind, id, field, problem, place, analyzerKey, lagging } = difference
  const what = [
    problem,
    ...(field === '' ? [] : [field]),
    ...(analyzerKey === undefined ? [] : [`under ${visibleLine(analyzerKey)}`]),
    ...(lagging === true ? ['still changing'] : []),
  ]
  const where = place === undefined ? '' : ` (${visibleLine(place)})`
  return `${kind}${id === '' ? '' : ` ${oneLine(id)}`}: ${what.join(', ')}${where}`
}
