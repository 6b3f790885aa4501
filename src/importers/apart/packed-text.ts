import { isTextPart } from '../../domain/thread/content-part.ts'
import type { ContentPart, TextPart } from '../../domain/thread/content-part.ts'
import { isJsonArray, isJsonObject, jsonFrom } from '../../domain/values/json.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** The content of a message as it is sent: of one text alone nothing, as the form's bytes go along. */
export type SentContent = readonly ContentPart[] | typeof ONE_TEXT

const ONE_TEXT = 'one text'

/** Content of several parts goes as it is: each part would have to find its words in the bytes of them all. */
export function sentContent(content: readonly ContentPart[]): SentContent {
  return content.length === 1 && content.every(isTextPart) ? ONE_TEXT : content
}

/** @param form the bytes of the message's canonical form, which are not copied */
export function takenContent(sent: SentContent, form: Buffer): readonly ContentPart[] {
  return sent === ONE_TEXT ? [new PackedText(form)] : sent
}

/**
 * A text whose words stay bytes, outside of the heap, and are made a text whenever somebody asks. Most threads
 * that an import reads are written from these bytes, and of their words only the first are looked at. To spread,
 * clone and compare it is like any other part.
 */
class PackedText implements TextPart {
  readonly type = 'text'
  declare readonly text: string
  readonly #form: Buffer

  constructor(form: Buffer) {
    this.#form = form
    Object.defineProperty(this, 'text', PackedText.#words)
  }

  static readonly #words: PropertyDescriptor & ThisType<PackedText> = {
    get() {
      return textIn(this.#form)
    },
    enumerable: true,
    configurable: true,
  }
}

function textIn(form: Buffer): string {
  const message = jsonFrom(form.toString())
  const content = isJsonObject(message) ? message['content'] : undefined
  const part = isJsonArray(content) ? content[0] : undefined
  const text = isJsonObject(part) ? part['text'] : undefined
  if (typeof text === 'string') return text
  throw new HitCraftError('INTERNAL', 'a message that was read in another thread lacks a text')
}
