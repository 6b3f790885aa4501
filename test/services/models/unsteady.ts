import type { Asked, Behaviour } from './model-double.ts'
import { plainForm } from './plain-reader.ts'

const FAILING: readonly Behaviour[] = [
  { does: 'status', status: 500 },
  { does: 'status', status: 529 },
  { does: 'status', status: 429, headers: { 'retry-after-ms': '5' } },
  { does: 'break off' },
  { does: 'status', status: 503 },
  { does: 'status', status: 408 },
]

/** The answer of the plain reader. */
export function steady({ transcript }: Asked): Behaviour {
  return { does: 'answer', value: plainForm(transcript) }
}

/** Three calls of ten fail, in every way there is; which ones is told by their number. */
export function unsteady(asked: Asked): Behaviour {
  const { call } = asked
  const failure = call % 10 < 3 ? FAILING[Math.floor(call / 10 + (call % 10)) % 6] : undefined
  return failure ?? steady(asked)
}
