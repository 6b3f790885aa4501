import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { SHAPES } from '../../bench/json-shapes.ts'

const MEGABYTES = process.env['TEST_LONG'] === '1' ? 1100 : 24
/** Shapes of very many values take their time; nothing is learned from more of them. */
const MANY = new Set([
  'empty objects',
  'empty objects in an array',
  'words that are none',
  'lines that never close',
])
const BENCH = JSON.stringify(join(import.meta.dirname, '../../bench/json-shapes.ts'))

describe('JSON of any shape', { timeout: 1_800_000 }, () => {
  it.each(Object.keys(SHAPES))(
    'is split in bounded memory, its neighbours read: %s',
    async (shape) => {
      const size = (MANY.has(shape) ? 4 : MEGABYTES) * 1024 * 1024
      const script = `import { splitShape } from ${BENCH}
      process.stdout.write(JSON.stringify(splitShape(${JSON.stringify(shape)}, ${size})))`
      // A heap that holds no such file as text; what is held of it are bytes, up to the stated limit.
      const heap = MEGABYTES > 256 ? 256 : 128
      const args = [`--max-old-space-size=${heap}`, '--input-type=module', '-e', script]
      const { stdout } = await promisify(execFile)(process.execPath, args)
      const { found } = JSON.parse(stdout) as { found: number }
      expect(found).toBeGreaterThanOrEqual(2)
    },
  )
})
