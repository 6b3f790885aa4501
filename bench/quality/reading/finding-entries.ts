import type { AnalyzedThread } from '../analyzed.ts'
import { findingsOf, toldIn } from '../told.ts'
import type { Entry } from './entry.ts'

/** What a finding of each kind says, as a reader is asked. */
const CLAIMS: Readonly<Record<string, string>> = {
  refused: 'The assistant will not do what the user asks (policy, safety, taste).',
  cannot:
    'The assistant says that it, or the product, is not able to do what the user asks, or that nothing is available.',
  'does-not-know': 'The assistant says that it has no knowledge of what the user asks.',
  'cannot-open': 'The assistant says that it cannot open a link, file or image of the user.',
  wrong:
    'The user says that an answer is wrong or not what was asked, or the assistant takes back what it said.',
  'not-delivered': 'Something was started or promised and is not there by the end of the thread.',
  broke: 'The product or a tool showed an error, or what was given failed when the user tried it.',
  'asked-again': 'The user asks for the same again, as the answer between did not serve.',
  'cut-off': 'The answer stops in the middle.',
  'beside-the-point': 'The answer speaks of something else than was asked.',
  loops: 'The assistant says the same as before where that does not serve.',
  'instruction-dropped':
    'The answer does not keep to what the user told about its length, form or language.',
  'other-language': 'The answer is in another language than the user’s, unasked.',
  'handed-over': 'The user is sent to a person or another place.',
  complaint: 'The user is displeased with an answer, the assistant or the product, and says so.',
  thanks: 'The user thanks, praises, or says that it is solved.',
}

const OUTCOMES = {
  resolved: 'By the end the user has got what was wanted.',
  partly: 'By the end the user has got a part of what was wanted, or got it only after trouble.',
  unresolved: 'By the end the user has not got what was wanted.',
  abandoned: 'The user left without what was wanted.',
} as const

/** The findings of a thread, the first of each kind and certainty. */
export function findingEntries(thread: AnalyzedThread): Entry[] {
  const quoted = toldIn(thread)
  const seen = new Set<string>()
  return findingsOf(thread.analysis).flatMap(
    ({ kind, certainty, evidence, items = [], label }, i) => {
      const isNew = !seen.has(`${kind} ${certainty}`)
      seen.add(`${kind} ${certainty}`)
      const claim =
        label === undefined
          ? CLAIMS[kind]
          : `The user wanted this and did not get it in this thread: “${label}”`
      return isNew
        ? [
            {
              kind,
              certainty,
              claim: claim ?? kind,
              evidence,
              items: items.map(({ type }) => type),
              threads: [thread],
              place: `${thread.thread.id} ${quoted[i]?.quoted.join(',') ?? ''}`,
            },
          ]
        : []
    },
  )
}

/** How a thread ended, where that is told. */
export function outcomeEntries(thread: AnalyzedThread): Entry[] {
  const { outcome, outcomeEvidence } = thread.analysis
  if (outcome === 'unknown') return []
  return [
    {
      kind: `outcome-${outcome}`,
      certainty: 'shown',
      claim: OUTCOMES[outcome],
      evidence: outcomeEvidence,
      items: [],
      threads: [thread],
      place: thread.thread.id,
    },
  ]
}

/** What a thread's user came for, as far as it is told. */
export function requestEntries(thread: AnalyzedThread): Entry[] {
  return thread.analysis.requests.slice(0, 1).map(({ label, evidence, items = [] }) => ({
    kind: 'request',
    certainty: 'shown',
    claim: `These words say what the user wants in this thread, or one of the things: “${label}”`,
    evidence,
    items: items.map(({ type }) => type),
    threads: [thread],
    place: thread.thread.id,
  }))
}
