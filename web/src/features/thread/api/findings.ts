import type { ApiAnalysis, ApiEvidence } from '../../../../../src/http/api-schemas.ts'
import { failureTitle } from '../../../components/words.ts'

/** Something the analysis says of a thread, and where. */
export interface ThreadFinding {
  readonly key: string
  /** Two or three words: stands beside the marked words. */
  readonly tag: string
  readonly label: string
  readonly tone: 'bad' | 'need' | 'good' | 'plain'
  readonly detail?: string
  readonly evidence: readonly ApiEvidence[]
  /** Items of the thread that prove it where there are no words. */
  readonly items: readonly { readonly messageId: string; readonly part: number }[]
}

/** Everything an analysis found, what went wrong first. */
export function findingsOf(analysis: ApiAnalysis): ThreadFinding[] {
  const { failures, unmetNeeds, improvements, strengths, signals, requests } = analysis
  const found: Omit<ThreadFinding, 'key'>[] = [
    ...failures.map(({ kind, noticedBy, note, evidence, items = [] }) => ({
      tag: failureTitle(kind),
      label: failureTitle(kind),
      tone: 'bad' as const,
      detail: `${asSentence(note)}${noticedBy === 'user' ? 'The user complained.' : 'Nobody complained.'}`,
      evidence,
      items,
    })),
    ...unmetNeeds.map((finding) => labelled('Unmet need', 'need', finding)),
    ...improvements.map((finding) => labelled('Could be better', 'need', finding)),
    ...strengths.map((finding) => labelled('Strength', 'good', finding)),
    ...signals.map(({ kind, evidence }) => ({
      tag: kind === 'thanks' ? 'Thanks' : 'Complaint',
      label: kind === 'thanks' ? 'The user said thanks' : 'The user complained',
      tone: kind === 'thanks' ? ('good' as const) : ('bad' as const),
      evidence,
      items: [],
    })),
    ...requests.map((request) => labelled('Request', 'plain', request)),
  ]
  return found.map((finding, index) => Object.assign(finding, { key: `finding-${index}` }))
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
  readonly findings: readonly ThreadFinding[]
  /** Findings whose span ends here: their tags stand behind it. */
  readonly ending: readonly ThreadFinding[]
  readonly isFocus: boolean
}

export interface Span {
  readonly start: number
  readonly end: number
}

interface FoundSpan extends Span {
  readonly finding: ThreadFinding
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
      .map(({ start, end }) => ({ start, end, finding })),
  )
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
      findings: covering.map(({ finding }) => finding),
      ending: covering.filter((span) => inside(span.end) === end).map(({ finding }) => finding),
      isFocus: focus !== undefined && covers(focus),
    }
  })
}
