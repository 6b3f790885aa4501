import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeFolder } from '../../src/files/make-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hitcraft-folders-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes each folder that is missing, with its rights, and takes one that is there', () => {
  const path = join(folder, 'a/b/c')
  makeFolder(path, 0o700)
  makeFolder(path, 0o700)
  for (const each of [path, join(folder, 'a')]) expect(statSync(each).mode & 0o777).toBe(0o700)
  expect(() => makeFolder('/')).not.toThrow()
})

it('says what stands in the way', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => makeFolder(file)).toThrow('EEXIST')
  expect(() => makeFolder(join(file, 'deep/er'))).toThrow('ENOTDIR')
})

it.runIf(process.platform === 'linux')('ends where nothing can be made', () => {
  expect(() => makeFolder('/proc/hitcraft')).toThrow('ENOENT')
  expect(() => makeFolder('/proc/hitcraft/deep/er')).toThrow('ENOENT')
})
