import { UPPER_HALVES } from './upper-halves.ts'

/** Windows code pages by the character set of a font (`\fcharsetN`). */
const PAGES: Readonly<Record<number, number>> = {
  77: 10000,
  78: 932,
  79: 949,
  80: 936,
  81: 950,
  83: 10005,
  84: 10004,
  85: 10006,
  86: 10081,
  87: 10021,
  88: 10029,
  89: 10007,
  128: 932,
  129: 949,
  130: 1361,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  179: 1256,
  180: 1256,
  181: 1255,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
  255: 850,
}

/** A font whose bytes are pictures, not letters. */
export const SYMBOL_PAGE = 42

/** What `TextDecoder` calls pages that are not Windows' own. */
const NAMES: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20866: 'koi8-r',
  20932: 'euc-jp',
  21866: 'koi8-u',
  51949: 'euc-kr',
  54936: 'gb18030',
  65001: 'utf-8',
}

/**
 * The code page of a font's character set: undefined for what the document says of itself (the default
 * set, and one that no list has).
 */
export function pageOfCharset(charset: number): number | undefined {
  return charset === 2 ? SYMBOL_PAGE : PAGES[charset]
}

export type DecodePage = (bytes: Buffer) => string

const KNOWN = new Map<number, DecodePage | undefined>()

/** How bytes of a code page become text; undefined for a page that is not known. */
export function decoderOf(page: number): DecodePage | undefined {
  if (!KNOWN.has(page)) KNOWN.set(page, newDecoder(page))
  return KNOWN.get(page)
}

function newDecoder(page: number): DecodePage | undefined {
  // Where Word keeps what the fonts of pictures hold: no letter is made up.
  if (page === SYMBOL_PAGE)
    return (bytes) => mapped(bytes, (byte) => String.fromCharCode(0xf000 + byte))
  const upper = UPPER_HALVES[page]
  if (upper !== undefined) return (bytes) => mapped(bytes, (byte) => upper[byte - 0x80] ?? '\uFFFD')
  const iso = page > 28590 && page < 28607 ? `iso-8859-${page - 28590}` : undefined
  const windows = page >= 1250 && page <= 1258 ? `windows-${page}` : undefined
  const name = NAMES[page] ?? windows ?? iso
  if (name === undefined) return undefined
  try {
    const decoder = new TextDecoder(name)
    return (bytes) => decoder.decode(bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function mapped(bytes: Buffer, upper: (byte: number) => string): string {
  let text = ''
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : upper(byte)
  return text
}
