import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OutFile, writeOutFile } from '../../src/files/out-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitcraft-out-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is there when it is whole, for its owner alone', async () => {
  const path = join(folder, 'deep/er/r.md')
  const file = await OutFile.open(path)
  await file.write('half')
  await expect(stat(path)).rejects.toThrow('ENOENT')
  await file.end()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(folder, 'deep/er'))).toEqual(['r.md'])
})

it('leaves what was there when it breaks off, and its rights when it does not', async () => {
  const path = join(folder, 'r.md')
  await writeFile(path, 'old')
  await chmod(path, 0o640)
  const broken = function* () {
    yield 'new'
    throw new Error('broke off')
  }
  await expect(writeOutFile(path, broken())).rejects.toThrow('broke off')
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['r.md'])
  await writeOutFile(path, ['new'])
  expect(await readFile(path, 'utf8')).toBe('new')
  expect((await stat(path)).mode & 0o777).toBe(0o640)
})

it('writes through symbolic links, also through those that lead to nothing yet', async () => {
  await mkdir(join(folder, 'there'))
  await symlink('there/real', join(folder, 'second'))
  await symlink(join(folder, 'second'), join(folder, 'first'))
  for (const text of ['one', 'two']) {
    await writeOutFile(join(folder, 'first'), [text])
    expect(await readFile(join(folder, 'there/real'), 'utf8')).toBe(text)
  }
  for (const link of ['first', 'second']) {
    expect((await lstat(join(folder, link))).isSymbolicLink()).toBe(true)
  }
})

it('writes to a device and leaves it one', async () => {
  await symlink('/dev/null', join(folder, 'null'))
  await writeOutFile('/dev/null', ['gone'])
  await writeOutFile(join(folder, 'null'), ['gone'])
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
})

it.each([
  ['a folder', '.', 'INVALID_CONFIG'],
  ['below a file', 'file/r.md', 'INVALID_CONFIG'],
  ['a circle of links', 'circle', 'INVALID_CONFIG'],
  ['too long a name', 'x'.repeat(300), 'INVALID_CONFIG'],
  ['a full disk', '/dev/full', 'NO_SPACE'],
])('%s is refused by name', async (_, name, code) => {
  await writeFile(join(folder, 'file'), '')
  await symlink('circle', join(folder, 'circle'))
  const path = name.startsWith('/') ? name : join(folder, name)
  await expect(writeOutFile(path, ['text'], `--out ${name}`)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(`--out ${name}`) as unknown,
  })
})
