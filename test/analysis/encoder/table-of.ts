import { Buffer } from 'node:buffer'
import { DIMENSIONS } from '../../../src/analysis/encoder/encoder.ts'

export interface UnitOfTable {
  readonly text: string
  readonly cost?: number
  readonly factor?: number
  /** The first numbers of its row; the others are 0. */
  readonly row: readonly number[]
}

/** The bytes of a table with these units, as `tools/encoder/pack.py` lays them out. */
export function tableOf(units: readonly UnitOfTable[], header: object = {}): Buffer {
  const strings = Buffer.from(units.map(({ text }) => text).join('\n'))
  const head = Buffer.from(
    JSON.stringify({
      version: 1,
      dim: DIMENSIONS,
      count: units.length,
      unk: 400,
      maxUnit: Math.max(...units.map(({ text }) => Array.from(text).length)),
      strings: strings.length,
      ...header,
    }),
  )
  const start = Buffer.alloc(8)
  start.write('HCE1', 'latin1')
  start.writeUInt32LE(head.length, 4)
  const rows = Int8Array.from(
    units.flatMap(({ row }) => [...row, ...Array<number>(DIMENSIONS - row.length).fill(0)]),
  )
  return Buffer.concat([
    start,
    head,
    strings,
    Uint8Array.from(units, ({ cost }) => cost ?? 50),
    Uint8Array.from(units, ({ factor }) => factor ?? 1),
    Buffer.from(rows.buffer),
  ])
}
