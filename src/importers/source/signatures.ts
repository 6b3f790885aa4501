/** What a file is packed with, as far as that can be opened. */
export type Packing = 'gzip' | 'zstd' | 'zip'

/** Bytes of a beginning that `packingOf` and `unopened` want to see. */
export const SIGNATURE_BYTES = 512

export function packingOf(head: Buffer): Packing | undefined {
  if (begins(head, '1f8b')) return 'gzip'
  if (begins(head, '28b52ffd') || isSkippable(head)) return 'zstd'
  if (begins(head, '504b0304') || begins(head, '504b0506') || begins(head, '504b0708')) return 'zip'
  return undefined
}

/** A program: one that unpacks itself has its zip behind it. */
export function isProgram(head: Buffer): boolean {
  return begins(head, '4d5a') || begins(head, '7f454c46') || begins(head, '2321')
}

/** Archives and compressions that are known by their beginning and not opened, with what opens them. */
const UNOPENED: readonly (readonly [hex: string, what: string, remedy: string])[] = [
  ['fd377a585a00', 'xz', 'unxz'],
  ['5d00008000', 'lzma', 'unlzma'],
  ['4c5a4950', 'lzip', 'lzip -d'],
  ['04224d18', 'lz4', 'lz4 -d'],
  ['02214c18', 'lz4 of an old form', 'lz4 -d'],
  ['1f9d', 'compress (.Z)', 'uncompress'],
  ['377abcaf271c', 'a 7z archive', '7z x'],
  ['526172211a07', 'a RAR archive', 'unrar x'],
  ['ff060000734e61507059', 'snappy', 'snzip -d'],
  ['894c5a4f000d0a1a0a', 'lzop', 'lzop -d'],
  ['4d534346', 'a cabinet archive', 'cabextract'],
]

export interface Unopened {
  readonly what: string
  /** The command that opens it. */
  readonly opener: string
}

/** The archive or compression that this is, where it is one that is not opened here. */
export function unopened(head: Buffer): Unopened | undefined {
  const old = head.length >= 4 ? head.readUInt32LE(0) : 0
  // The versions of zstd before its format was settled.
  if (old >= 0xfd2fb51e && old <= 0xfd2fb527)
    return { what: 'zstd of an old form', opener: 'zstd -d' }
  const found = UNOPENED.find(([hex]) => begins(head, hex))
  if (found !== undefined) return { what: found[1], opener: found[2] }
  if (isBzip2(head)) return { what: 'bzip2', opener: 'bunzip2' }
  if (isTar(head)) return { what: 'a tar archive', opener: 'tar -xf' }
  return undefined
}

/** By the mark of POSIX, or by the sum of the header that every tar holds. */
function isTar(head: Buffer): boolean {
  if (head.length < 512) return false
  if (head.toString('latin1', 257, 262) === 'ustar') return true
  const stated = Number.parseInt(head.toString('latin1', 148, 156).replace(/[\0 ]+$/, ''), 8)
  let sum = 0
  for (let at = 0; at < 512; at++) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0)
  return stated > 256 && sum === stated
}

function isSkippable(head: Buffer): boolean {
  return head.length >= 8 && (head.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50
}

function begins(head: Buffer, hex: string): boolean {
  return head.subarray(0, hex.length / 2).toString('hex') === hex
}

/** Whatever its level: the digit behind `BZh`. */
function isBzip2(head: Buffer): boolean {
  return /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/.test(head.toString('latin1', 0, 10))
}
