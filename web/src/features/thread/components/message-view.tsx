import { memo } from 'react'
import type { ApiMessage } from '../../../../../src/http/schemas/threads.ts'
import { clock, day, plainWords } from '../../../components/format.ts'
import type { ThreadFinding } from '../api/findings.ts'
import type { Focus } from './focused-span.ts'
import { ItemChip } from './item-chip.tsx'
import { MarkedText } from './marked-text.tsx'

interface MessageViewProps {
  message: ApiMessage
  before: ApiMessage | undefined
  findings: readonly ThreadFinding[]
  focus: Focus | undefined
}

const ROLES: Readonly<Record<string, string>> = { user: 'User', assistant: 'Assistant' }

/** One turn: whose, when, its words with their marks, its other items as chips. */
export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message, before, findings, focus } = props
  const { id, role, createdAt, content } = message
  const date = createdAt?.slice(0, 10)
  const isNewDay = date !== undefined && before?.createdAt?.slice(0, 10) !== date
  return (
    <>
      {isNewDay ? (
        <li className="day-line">
          <time dateTime={date}>{day(date)}</time>
        </li>
      ) : undefined}
      <li
        className={`message message-${role === 'user' ? 'user' : 'other'}`}
        {...(focus === undefined ? {} : { 'data-focus-message': '', tabIndex: -1 })}
      >
        <p className="message-head">
          <strong>{ROLES[role] ?? plainWords(role)}</strong>
          {createdAt === undefined ? undefined : (
            <time dateTime={createdAt}>{clock(createdAt)}</time>
          )}
        </p>
        {content.map((part, index) =>
          'text' in part ? (
            <MarkedText
              key={index}
              text={part.text}
              findings={findings}
              messageId={id}
              part={index}
              focus={focus?.part === index ? focus : undefined}
            />
          ) : (
            <ItemChip
              key={index}
              type={part.type}
              raw={part.raw}
              findings={findings.filter(({ items }) =>
                items.some((item) => item.messageId === id && item.part === index),
              )}
            />
          ),
        )}
      </li>
    </>
  )
})
