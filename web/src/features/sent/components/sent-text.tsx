import { REDACTED, sentPieces } from '../../../../../src/domain/written/sent.ts'

interface SentTextProps {
  readonly text: string
  /** Of what was taken out; default none. */
  readonly placeholders?: readonly string[] | undefined
}

/** A text as it would be sent, its placeholders marked. */
export function SentText({ text, placeholders = [] }: SentTextProps) {
  return (
    <pre className="sent-text">
      {sentPieces(text, placeholders).map((piece, at) =>
        piece.type === undefined ? (
          piece.text
        ) : (
          <mark key={`${at}`} title={`In the place of a ${REDACTED[piece.type]}`}>
            {piece.text}
          </mark>
        ),
      )}
    </pre>
  )
}
