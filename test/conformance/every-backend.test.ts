import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { BACKEND_KINDS } from '../../src/storage/backends/backends.ts'
import { TEST_BACKENDS } from '../services/backends.ts'

const suites = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))

it('every backend is held to the contract, and tried as the others are', () => {
  const tried = new Set<string>(TEST_BACKENDS.map(({ kind }) => kind))
  // Nothing of it outlives a process.
  expect(BACKEND_KINDS.filter((kind) => !tried.has(kind))).toEqual(['memory'])
  const names = ['memory', ...TEST_BACKENDS.map(({ name }) => name)]
  const isHeld = (name: string) =>
    suites.some((text) => new RegExp(`run(On|Conformance)\\(\\s*'${name}'`).test(text))
  expect(names.filter((name) => !isHeld(name))).toEqual([])
})
