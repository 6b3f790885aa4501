import { REDACTED, sentPieces } from '../../../../../src/domain/written/sent.ts'

/** A text as it would be sent, its placeholders marked. */
export function SentText({ text }: { text: string }) {
  return (
    <pre className="sent-text">
      {sentPieces(text).map((piece, at) =>
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
