import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenBare } from './bare-store.ts'
import { SqliteIndex } from './sqlite-index.ts'

/** One log, synced a batch, read by offset. */
export const openBareFile: OpenBare = async ({ target }) => {
  if (target.kind !== 'file') throw new Error('not a place of files')
  const folder = `${target.folders.data}-bare`
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'log'), 'a+')
  const places = new Map<string, { offset: number; length: number }>()
  const index = new SqliteIndex()
  let end = 0
  return {
    how: 'append to one log, fdatasync a batch',
    async write(threads) {
      const lines = threads.map((thread) => {
        const line = Buffer.from(`${JSON.stringify(thread)}\n`)
        places.set(thread.id, { offset: end, length: line.length })
        end += line.length
        return line
      })
      writeSync(file, Buffer.concat(lines))
      fdatasyncSync(file)
      index.add(threads)
    },
    async read(id) {
      const { offset, length } = places.get(id) ?? { offset: 0, length: 0 }
      const buffer = Buffer.alloc(length)
      readSync(file, buffer, 0, length, offset)
      return JSON.parse(buffer.toString('utf8'))
    },
    page: async (before) => index.page(before),
    pending: async (after) => index.pending(after),
    async close() {
      closeSync(file)
      index.close()
    },
  }
}
