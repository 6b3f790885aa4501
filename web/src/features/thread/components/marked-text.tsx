import { useMemo } from 'react'
import { spansIn, stretchesOf } from '../api/findings.ts'
import type { Stretch, ThreadFinding } from '../api/findings.ts'
import type { Focus } from './focused-span.ts'

interface MarkedTextProps {
  text: string
  findings: readonly ThreadFinding[]
  messageId: string
  part: number
  focus: Focus | undefined
}

const TONES = ['bad', 'need', 'good', 'plain'] as const

/** A text with what was found in it marked, each mark followed by its name. */
export function MarkedText({ text, findings, messageId, part, focus }: MarkedTextProps) {
  const stretches = useMemo(
    () => stretchesOf(text, spansIn(findings, messageId, part), focus),
    [text, findings, messageId, part, focus],
  )
  const firstFocus = stretches.findIndex(({ isFocus }) => isFocus)
  return (
    <div className="message-text" dir="auto">
      {stretches.map((stretch, index) => (
        <MarkedStretch key={stretch.start} stretch={stretch} isTarget={index === firstFocus} />
      ))}
    </div>
  )
}

function MarkedStretch({ stretch, isTarget }: { stretch: Stretch; isTarget: boolean }) {
  const { text, findings, ending, isFocus } = stretch
  if (findings.length === 0 && !isFocus) return text
  const tone = TONES.find((one) => findings.some((found) => found.tone === one)) ?? 'plain'
  const names = findings.map(({ name }) => name).join(', ')
  return (
    <>
      <mark
        className={`mark mark-${tone}${isFocus ? ' mark-focus' : ''}`}
        lang={findings.find(({ language }) => language !== undefined)?.language}
        title={names === '' ? undefined : names}
        {...(isTarget ? { 'data-focus': '', tabIndex: -1 } : {})}
      >
        {text}
      </mark>
      {ending
        .filter(({ finding }) => finding.tone !== 'plain')
        .map(({ finding: { key }, name, tone: tagTone }) => (
          <span key={key} className={`tag tag-${tagTone}`} dir="ltr">
            {name}
          </span>
        ))}
    </>
  )
}
