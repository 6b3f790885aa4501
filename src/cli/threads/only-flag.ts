import type { ChoiceOptions } from '../../app/analyze.ts'
import { facetConditions, facetsAsked } from '../../domain/thread/facet.ts'
import { parseTimeBound } from '../../domain/values/time.ts'
import { checkTimeRange, wrongUsage } from '../flags.ts'
import type { Flag } from '../flags.ts'

type Only = NonNullable<ChoiceOptions['only']>

/** Which of the pending threads: `from`, `to`, or a facet as a report names it, with `=` or a colon. */
export const ONLY: Flag<Only> = {
  value: 'NAME=VALUE',
  about:
    'of the pending threads those alone that pass: from=2025-03-01, to=2025-04-01, length=6-20; by what the local analyzer found, failure=any, topic=t4, language=he; several: all must hold',
  read(text) {
    const [, name = '', value = ''] = /^([a-zA-Z]+)[=:](.+)$/su.exec(text) ?? []
    if (name === '') throw wrongUsage('takes a name and a value: failure=any')
    if (name === 'from') return { from: parseTimeBound(value, 'from') }
    if (name === 'to') return { to: parseTimeBound(value, 'to') }
    return { facets: { [name]: value } }
  },
  combine(before, more) {
    const facets = [before, more].flatMap((one) => facetsAsked(one.facets ?? {}))
    const only = { ...before, ...more, facets: facetConditions(facets) }
    checkTimeRange(only)
    return only
  },
}
