import type { ShownMessage, ShownThread } from './shown-thread.ts'

/** A part of a message's body that a window shows. */
export interface Piece {
  readonly message: ShownMessage
  readonly start: number
  readonly end: number
}

/** What one request shows of a thread. */
export interface Window {
  /** In order; one a message. */
  readonly pieces: readonly Piece[]
  /** How many of the first pieces, or of parts of them, the window before has shown too. */
  readonly repeated: number
}

/** Bytes of UTF-8 that a window shows: some 12,000 tokens, with room for the answer in any model. */
const WINDOW = 48_000
/** Bytes at the end of a window that the next begins with. */
const OVERLAP = 6000
/** Bytes of a message that are not parted; of a longer one the pieces go where there is room. */
const PIECE = 4000

interface Measured extends Piece {
  readonly bytes: number
}

/**
 * A thread as windows that overlap: each shows whole messages as far as they fit, and a message that does not is shown
 * in pieces. Together they show all of it.
 */
export function windowsOf({ messages }: ShownThread): Window[] {
  const pieces = messages.flatMap(piecesOf)
  const windows: Window[] = []
  for (let from = 0, shown = 0; shown < pieces.length; from = backFrom(pieces, shown)) {
    const to = fill(pieces, from)
    const repeated = joined(pieces.slice(from, shown)).length
    windows.push({ pieces: joined(pieces.slice(from, to)), repeated })
    // Something is new in each, as the overlap and a piece fit in a window.
    shown = to
  }
  return windows
}

function piecesOf(message: ShownMessage): Measured[] {
  const { body } = message
  const pieces: Measured[] = []
  for (let start = 0; start < body.length;) {
    const end = pieceEnd(body, start)
    pieces.push({ message, start, end, bytes: Buffer.byteLength(body.slice(start, end)) })
    start = end
  }
  return pieces
}

/** The end of a piece: behind white space where there is some in its last quarter, and never within a character. */
function pieceEnd(body: string, start: number): number {
  const ahead = body.slice(start, start + PIECE)
  const units = Math.floor((PIECE * ahead.length) / Buffer.byteLength(ahead))
  const most = start + units
  if (most >= body.length) return body.length
  for (let at = most; at > most - units / 4; at--) {
    if (/\s/u.test(body.charAt(at - 1))) return at
  }
  return /[\uDC00-\uDFFF]/u.test(body.charAt(most)) ? most - 1 : most
}

/** Up to where the pieces from one on fit in a window; one at least does. */
function fill(pieces: readonly Measured[], from: number): number {
  let to = from
  for (let bytes = 0; to < pieces.length; to++) {
    bytes += pieces[to]?.bytes ?? 0
    if (bytes > WINDOW && to > from) break
  }
  return to
}

/** The first of the pieces before a place that fit in the overlap. */
function backFrom(pieces: readonly Measured[], to: number): number {
  let from = to
  let bytes = 0
  while (from > 0) {
    bytes += pieces[from - 1]?.bytes ?? 0
    if (bytes > OVERLAP) break
    from--
  }
  return from
}

/** Pieces that follow each other in one message as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = []
  for (const { message, start, end } of pieces) {
    const last = whole.at(-1)
    if (last?.message === message) whole.splice(-1, 1, { message, start: last.start, end })
    else whole.push({ message, start, end })
  }
  return whole
}
