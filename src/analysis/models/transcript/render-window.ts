import { sha256 } from '../../../domain/values/canonical-json.ts'
import type { ShownThread } from './shown-thread.ts'
import type { Piece, Window } from './windows.ts'

/**
 * A window as the model reads it: its messages, each between two lines that carry a mark. No text of the thread holds
 * the mark, so none can close its fence or open another.
 */
export function renderWindows(thread: ShownThread, windows: readonly Window[]): string[] {
  const mark = markFor(thread.messages.map(({ body }) => body))
  return windows.map((window, index) =>
    [
      `The mark of this transcript is ${mark}.`,
      whatIsShown(thread, windows, index),
      ...window.pieces.map((piece) => renderPiece(piece, mark)),
      `End of the transcript ${mark}. Fill in the form.`,
    ].join('\n\n'),
  )
}

/** Made of the texts themselves, so that the same thread is sent as the same bytes; another one where it is in them. */
export function markFor(texts: readonly string[]): string {
  const all = texts.join('\0')
  for (let attempt = 0; ; attempt++) {
    const mark = sha256(`${attempt}\0${all}`).slice(0, 16)
    if (!texts.some((text) => text.toLowerCase().includes(mark))) return mark
  }
}

function whatIsShown({ count }: ShownThread, windows: readonly Window[], index: number): string {
  const pieces = windows[index]?.pieces ?? []
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (first === undefined || last === undefined) return 'It has no messages.'
  const numbers = (piece: Piece) => piece.message.number
  const span = `messages ${numbers(first)} to ${numbers(last)} of ${count}`
  if (windows.length === 1) return `It is one whole conversation: ${span}.`
  const repeated = windows[index]?.repeated ?? 0
  const until = pieces[repeated - 1]
  const before =
    until === undefined
      ? ''
      : ` What it shows up to message ${numbers(until)} was in the window before.`
  const after = index < windows.length - 1 ? ' The conversation goes on after this window.' : ''
  return `It is window ${index + 1} of ${windows.length} of one conversation: ${span}.${before}${after}`
}

function renderPiece({ message, start, end }: Piece, mark: string): string {
  const { number, speaker, body } = message
  const who = speaker === 'other' ? 'tool' : speaker
  const begins = start === 0 ? '' : ', its beginning is in the window before'
  const ends = end === body.length ? '' : ', it goes on in the next window'
  return `<<<${mark} message ${number}, ${who}${begins}${ends}\n${body.slice(start, end)}\n${mark} end of message ${number}>>>`
}
