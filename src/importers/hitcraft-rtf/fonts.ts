import { pageOfCharset } from './code-pages.ts'

interface Font {
  page: number | undefined
  /** Whether its character set is Windows' Latin one, which many writers state of any font. */
  isLatin: boolean
}

/** The fonts of a document and the code page of each. */
export class Fonts {
  readonly #fonts = new Map<number, Font>()
  #defined: Font | undefined
  #document = 1252
  #isStated = false
  /** Of the document, for text without `\fN`. */
  main: number | undefined

  /** `\ansicpgN`, or the page of `\mac`, `\pc` or `\pca` where it is not stated. */
  setDocumentPage(page: number, isStated: boolean): void {
    if (this.#isStated && !isStated) return
    this.#document = page
    this.#isStated ||= isStated
  }

  /** A word of the table of fonts. */
  define(word: string, value: number | undefined): void {
    if (word === 'f' && value !== undefined) {
      this.#defined = { page: undefined, isLatin: false }
      this.#fonts.set(value, this.#defined)
    } else if (this.#defined === undefined) return
    else if (word === 'fcharset' && value !== undefined) {
      this.#defined.page ??= pageOfCharset(value)
      this.#defined.isLatin = value === 0
    } else if (word === 'cpg' && value !== undefined && value > 0) this.#defined.page = value
  }

  /** The code page of text in a font. */
  pageOf(number: number | undefined): number {
    const font = this.#fonts.get(number ?? this.main ?? -1)
    if (font?.page !== undefined) return font.page
    return font?.isLatin === true && this.#tellsApart() ? 1252 : this.#document
  }

  /** Whether the document has a font of its own for its page: its Latin fonts are then Latin. */
  #tellsApart(): boolean {
    for (const { page } of this.#fonts.values()) if (page === this.#document) return true
    return false
  }
}
