import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TOLD } from '../../src/insights/counting/held.ts'

it('what is overlooked is told as the table of findings has it', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/quality.md'), 'utf8')
  const row = text.split('\n').find((line) => line.startsWith('| all but thanks '))
  const cells = row?.split('|').map((cell) => cell.trim())
  expect([cells?.[5], cells?.[6]]).toEqual([`${TOLD.of}`, `${TOLD.found}`])
})
