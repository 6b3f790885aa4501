import type { ApiEvidence } from '../../../../../src/http/schemas/report.ts'
import type { ApiAnalysis } from '../../../../../src/http/schemas/threads.ts'
import { failureTitle, FULFILMENTS, ROLES } from '../../../components/words.ts'

type Certainty = ApiAnalysis['failures'][number]['certainty']

/** Something the analysis says of a thread, and where. */
export interface ThreadFinding {
  readonly key: string
  /** Two or three words: stands beside the marked words. */
  readonly tag: string
  readonly label: string
  readonly tone: 'bad' | 'need' | 'good' | 'plain'
  readonly detail?: string
  readonly evidence: readonly ApiEvidence[]
  /** Of the evidence, what the assistant answered after it had gone wrong. */
  readonly later?: readonly ApiEvidence[]
  /** Items of the thread that prove it where there are no words. */
  readonly items: readonly { readonly messageId: string; readonly part: number }[]
}

/** Kinds of failure that are proved by what the assistant says to it afterwards. */
const WRONG: ReadonlySet<string> = new Set(['wrong', 'inaccurate'])

/** Everything an analysis found, what went wrong first. */
export function findingsOf(analysis: ApiAnalysis): ThreadFinding[] {
  const { failures, unmetNeeds, improvements, strengths, signals, requests } = analysis
  const found: Omit<ThreadFinding, 'key'>[] = [
    ...failures.map(({ kind, certainty, noticedBy, note, evidence, items = [] }) =>
      weighed(certainty, {
        tag: failureTitle(kind),
        label: failureTitle(kind),
        tone: 'bad',
        detail: `${asSentence(note)}${noticedBy === 'user' ? 'The user complained.' : 'Nobody complained.'}`,
        evidence,
        later: WRONG.has(kind) ? laterAnswers(evidence) : [],
        items,
      }),
    ),
    ...unmetNeeds.map((one) => weighed(one.certainty, labelled('Unmet need', 'need', one))),
    ...improvements.map((one) => weighed(one.certainty, labelled('Could be better', 'need', one))),
    ...strengths.map((one) => weighed(one.certainty, labelled('Strength', 'good', one))),
    ...signals.map(({ kind, certainty, evidence }) =>
      weighed(certainty, {
        tag: kind === 'thanks' ? 'Thanks' : 'Complaint',
        label: kind === 'thanks' ? 'The user said thanks' : 'The user complained',
        tone: kind === 'thanks' ? 'good' : 'bad',
        evidence,
        items: [],
      }),
    ),
    ...requests.map((one) =>
      Object.assign(labelled('Request', 'plain', one), {
        detail: `Request: ${FULFILMENTS[one.fulfilment].toLowerCase()}`,
      }),
    ),
  ]
  return found.map((finding, index) => Object.assign(finding, { key: `finding-${index}` }))
}

/** Answers behind the one that went wrong: behind the first answer, or the first word of the user's to it. */
function laterAnswers(evidence: readonly ApiEvidence[]): ApiEvidence[] {
  const first = evidence.findIndex(({ role }) => role === 'answer' || role === 'reaction')
  return evidence.slice(first + 1).filter(({ role }) => role === 'answer')
}

/** What is a maybe says so, and is marked quietly. */
function weighed(
  certainty: Certainty,
  finding: Omit<ThreadFinding, 'key'>,
): Omit<ThreadFinding, 'key'> {
  if (certainty === 'shown') return finding
  const { tag, label } = finding
  return { ...finding, tag: `Maybe: ${tag}`, label: `Maybe: ${label}`, tone: 'plain' }
}

/** A note as a sentence with a space behind it; nothing for none. */
function asSentence(note: string | undefined): string {
  if (note === undefined || note === '') return ''
  return `${note.charAt(0).toUpperCase()}${note.slice(1).replace(/\.$/, '')}. `
}

function labelled(
  tag: string,
  tone: ThreadFinding['tone'],
  { label, evidence, items = [] }: Omit<ApiAnalysis['strengths'][number], 'certainty'>,
): Omit<ThreadFinding, 'key'> {
  return { tag, label, tone, detail: tag, evidence, items }
}

/** A stretch of a text with all that covers it. */
export interface Stretch {
  readonly text: string
  readonly start: number
  readonly findings: readonly FoundSpan[]
  /** Spans that end here: their tags stand behind it. */
  readonly ending: readonly FoundSpan[]
  readonly isFocus: boolean
}

export interface Span {
  readonly start: number
  readonly end: number
}

interface FoundSpan extends Span {
  readonly finding: ThreadFinding
  /** The finding and what the words are to it: `Had to ask again: asked`. */
  readonly name: string
  readonly tone: ThreadFinding['tone']
  readonly language?: string | undefined
}

/** The spans of findings in one text part of one message. */
export function spansIn(
  findings: readonly ThreadFinding[],
  messageId: string,
  part: number,
): FoundSpan[] {
  return findings.flatMap((finding) =>
    finding.evidence
      .filter((evidence) => evidence.messageId === messageId && evidence.part === part)
      .map((evidence): FoundSpan => {
        const { start, end, language, role } = evidence
        const isLater = finding.later?.includes(evidence) === true
        const name = isLater ? 'Then answered' : withRole(finding.tag, role)
        const tone = isLater ? 'plain' : finding.tone
        return { start, end, language, finding, name, tone }
      }),
  )
}

function withRole(tag: string, role: ApiEvidence['role']): string {
  return role === undefined ? tag : `${tag}: ${ROLES[role].toLowerCase()}`
}

/** Cuts a text where a span begins or ends, so that spans may overlap. */
export function stretchesOf(
  text: string,
  spans: readonly FoundSpan[],
  focus: Span | undefined,
): Stretch[] {
  const all: readonly Span[] = focus === undefined ? spans : [...spans, focus]
  const inside = (at: number) => Math.min(Math.max(at, 0), text.length)
  const cuts = new Set([0, text.length])
  for (const { start, end } of all) cuts.add(inside(start)).add(inside(end))
  const edges = [...cuts].sort((a, b) => a - b)
  return edges.slice(0, -1).map((start, i) => {
    const end = edges[i + 1] ?? text.length
    const covers = (span: Span) => span.start <= start && span.end >= end
    const covering = spans.filter(covers)
    return {
      text: text.slice(start, end),
      start,
      findings: covering,
      ending: covering.filter((span) => inside(span.end) === end),
      isFocus: focus !== undefined && covers(focus),
    }
  })
}
