import { crc32, deflateRawSync } from 'node:zlib'

/** A member to be put into a zip, and what is odd about it. */
export interface Packing {
  readonly name: string | Buffer
  readonly content: Uint8Array | string
  readonly method?: number
  readonly flags?: number
  /** Sizes and checksum stand behind the bytes, not before them. */
  readonly isStreamed?: boolean
  /** Another name before the bytes than in the directory. */
  readonly localName?: string
  readonly isUnlisted?: boolean
  readonly crc?: number
  /** In the directory. */
  readonly packedSize?: number
  readonly isZip64?: boolean
}

/** A zip, written out by hand so that each thing in it can be wrong. */
export function packZip(
  members: readonly Packing[],
  options: { readonly prefix?: Uint8Array; readonly comment?: string } = {},
): Buffer {
  const out: Buffer[] = [Buffer.from(options.prefix ?? [])]
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const { local, central } = packMember(member, offset)
    out.push(local)
    offset += local.length
    if (member.isUnlisted !== true) directory.push(central)
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(options.comment?.length ?? 0, 20)
  return Buffer.concat([...out, list, end, Buffer.from(options.comment ?? '')])
}

/** A zip of files by name. */
export function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Buffer {
  return packZip(Object.entries(files).map(([name, content]) => ({ name, content })))
}

function packMember(member: Packing, offset: number) {
  const { content, method = 8, isStreamed = false, isZip64 = false } = member
  const bytes = Buffer.from(content)
  const packed = method === 8 ? deflateRawSync(bytes) : bytes
  const flags = (member.flags ?? 0) | (isStreamed ? 8 : 0)
  const crc = member.crc ?? crc32(bytes)
  const name = Buffer.from(member.name)
  const localName = Buffer.from(member.localName ?? name)
  const wide = isZip64 ? wideSizes(bytes.length, packed.length) : Buffer.alloc(0)
  const sizes = (packedSize: number) => {
    const fields = Buffer.alloc(12)
    fields.writeUInt32LE(crc, 0)
    fields.writeUInt32LE(isZip64 ? 0xffffffff : packedSize, 4)
    fields.writeUInt32LE(isZip64 ? 0xffffffff : bytes.length, 8)
    return fields
  }
  const start = (length: number) => {
    const fields = Buffer.alloc(10)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(method, 4)
    const lengths = Buffer.alloc(4)
    lengths.writeUInt16LE(length, 0)
    lengths.writeUInt16LE(wide.length, 2)
    return { fields, lengths }
  }
  const before = start(localName.length)
  const local = Buffer.concat([
    Buffer.from('PK\u0003\u0004'),
    before.fields,
    isStreamed ? Buffer.alloc(12) : sizes(packed.length),
    before.lengths,
    localName,
    wide,
    packed,
    ...(isStreamed ? [Buffer.from('PK\u0007\u0008'), sizes(packed.length)] : []),
  ])
  const after = start(name.length)
  const place = Buffer.alloc(14)
  place.writeUInt32LE(offset, 10)
  const central = Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    Buffer.from([20, 0]),
    after.fields,
    sizes(member.packedSize ?? packed.length),
    after.lengths,
    place,
    name,
    wide,
  ])
  return { local, central }
}

function wideSizes(size: number, packedSize: number): Buffer {
  const field = Buffer.alloc(20)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(16, 2)
  field.writeBigUInt64LE(BigInt(size), 4)
  field.writeBigUInt64LE(BigInt(packedSize), 12)
  return field
}
