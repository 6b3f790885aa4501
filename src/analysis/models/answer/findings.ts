import type { Analysis, Failure, Fulfilment, Request } from '../../../domain/analysis/analysis.ts'
import type { Evidence, EvidenceRole } from '../../../domain/analysis/evidence.ts'
import type { FailureKind } from '../../../domain/analysis/failure-kind.ts'
import type { AnswerForm } from './answer-form.ts'
import { plainLabel } from './plain-label.ts'
import type { Located, QuoteDesk } from './quote-desk.ts'

/** A finding with its place in the thread, so that those of several windows can be joined. */
export interface Placed<T> {
  /** Number of the first message that proves it. */
  readonly at: number
  readonly finding: T
}

export interface FoundRequest extends Request {
  readonly gaveUp: boolean
}

/** What is left of one window's form once every quote was held against the thread. */
export interface Findings {
  readonly language: string | undefined
  readonly requests: readonly Placed<FoundRequest>[]
  readonly failures: readonly Placed<Failure>[]
  readonly signals: readonly Placed<Analysis['signals'][number]>[]
  /** Findings left without the proof that their kind takes. */
  readonly dropped: number
}

/** Kinds that an answer of the assistant shows, and nothing else does. */
const BY_ANSWER: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'refused',
  'cannot',
  'does-not-know',
  'cannot-open',
  'cut-off',
  'beside-the-point',
  'loops',
  'instruction-dropped',
  'other-language',
  'handed-over',
])
/** Kinds that the user says. */
const BY_USER: ReadonlySet<FailureKind> = new Set<FailureKind>(['asked-again'])
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/

/** Takes from a form what its quotes prove. */
export function findingsOf(form: AnswerForm, desk: QuoteDesk): Findings {
  const requests = form.requests.map((one) => requestOf(one, desk))
  const failures = form.failures.map((one) => failureOf(one, desk))
  const signals = form.signals.map((one) => signalOf(one, desk))
  const all = [...requests, ...failures, ...signals]
  return {
    language: LANGUAGE.test(form.language) ? form.language : undefined,
    requests: requests.filter((one) => one !== undefined),
    failures: failures.filter((one) => one !== undefined),
    signals: signals.filter((one) => one !== undefined),
    dropped: all.filter((one) => one === undefined).length,
  }
}

function requestOf(
  { label, asked, fulfilment, shown_by, given_up }: AnswerForm['requests'][number],
  desk: QuoteDesk,
): Placed<FoundRequest> | undefined {
  const asking = desk.locate(asked)
  const shown = located(shown_by, desk)
  const name = plainLabel(label)
  if (asking?.words === undefined || asking.message.speaker !== 'user' || name === '') {
    return undefined
  }
  const telling = shown.filter(({ message }) => message.number > asking.message.number)
  const wordsOf = (one: Located) => {
    const role = one.message.speaker === 'user' ? 'reaction' : roleOf(one)
    return one.words === undefined ? [] : [{ ...one.words, role }]
  }
  return {
    at: asking.message.number,
    finding: {
      label: name,
      messageId: asking.message.id,
      fulfilment: provedFulfilment(fulfilment, telling),
      evidence: [{ ...asking.words, role: 'request' }, ...telling.flatMap(wordsOf)],
      ...itemsOf(telling),
      gaveUp: given_up && telling.some(({ message }) => message.speaker === 'user'),
    },
  }
}

/** What nothing shows is not known. */
function provedFulfilment(fulfilment: Fulfilment, telling: readonly Located[]): Fulfilment {
  return telling.length === 0 ? 'unknown' : fulfilment
}

function failureOf(
  { kind, shown_by }: AnswerForm['failures'][number],
  desk: QuoteDesk,
): Placed<Failure> | undefined {
  const shown = located(shown_by, desk)
  const evidence = withRoles(shown)
  const has = (role: EvidenceRole) => evidence.some((one) => one.role === role)
  const [first] = shown
  if (first === undefined) return undefined
  if (BY_ANSWER.has(kind) && !has('answer')) return undefined
  if (BY_USER.has(kind) && !has('reaction')) return undefined
  if (kind === 'cut-off' && !shown.some(({ endsMessage }) => endsMessage)) return undefined
  return {
    at: first.message.number,
    finding: {
      kind,
      certainty: 'shown',
      noticedBy: has('reaction') ? 'user' : 'nobody',
      evidence,
      ...itemsOf(shown),
    },
  }
}

function signalOf(
  { kind, said }: AnswerForm['signals'][number],
  desk: QuoteDesk,
): Findings['signals'][number] | undefined {
  const one = desk.locate(said)
  if (one?.words === undefined || one.message.speaker !== 'user') return undefined
  const evidence: Evidence[] = [{ ...one.words, role: 'reaction' }]
  return { at: one.message.number, finding: { kind, certainty: 'shown', evidence } }
}

/** In the order of the messages. */
function located(quotes: AnswerForm['failures'][number]['shown_by'], desk: QuoteDesk): Located[] {
  return quotes
    .flatMap((quote) => desk.locate(quote) ?? [])
    .toSorted((a, b) => a.message.number - b.message.number)
}

/** What a user said before the answer that is quoted asks for it, and what comes after reacts to it. */
function withRoles(shown: readonly Located[]): Evidence[] {
  const answer = shown.find(({ message }) => message.speaker === 'assistant')
  return shown.flatMap((one) => {
    if (one.words === undefined) return []
    const isBefore = answer !== undefined && one.message.number < answer.message.number
    const role = one.message.speaker === 'user' ? (isBefore ? 'request' : 'reaction') : roleOf(one)
    return [{ ...one.words, role }]
  })
}

function roleOf({ message }: Located): EvidenceRole {
  return message.speaker === 'assistant' ? 'answer' : 'item'
}

function itemsOf(shown: readonly Located[]): Pick<Failure, 'items'> {
  const items = shown.flatMap(({ item }) => item ?? [])
  return items.length === 0 ? {} : { items }
}
