import { isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'

/** Code page 437 from 0x80 on: what names are in that say nothing else. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ '
const UTF8_FLAG = 0x800
const UNICODE_PATH = 0x7075

/**
 * A member's path for people: decoded by flag, by the Unicode field, as UTF-8 where it is that, else as
 * code page 437; with `/` between folders, and without what could disturb a terminal or a page. It is
 * shown and never opened.
 */
export function entryName(raw: Buffer, flags: number, extra: ReadonlyMap<number, Buffer>): string {
  const text = decodeName(raw, flags, extra.get(UNICODE_PATH))
  const clean = text
    .toWellFormed()
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
  const parts = clean.split(/[/\\]/).filter((part) => part !== '' && part !== '.')
  return parts.length === 0 ? 'unnamed' : parts.join('/').slice(0, 1000)
}

function decodeName(raw: Buffer, flags: number, unicode: Buffer | undefined): string {
  if (unicode !== undefined && unicode.length > 5 && unicode.readUInt32LE(1) === crc32(raw)) {
    return unicode.toString('utf8', 5)
  }
  if ((flags & UTF8_FLAG) !== 0 || isUtf8(raw)) return raw.toString('utf8')
  return Array.from(raw, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (CP437[byte - 0x80] ?? ''),
  ).join('')
}

/** The extra fields of a header by their number; what is not whole ends the list. */
export function extraFields(extra: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) break
    fields.set(extra.readUInt16LE(at), extra.subarray(at + 4, end))
    at = end
  }
  return fields
}
