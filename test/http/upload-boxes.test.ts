import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { UploadBoxes } from '../../src/jobs/uploads/upload-boxes.ts'

it('uploads of a folder that could not be looked through are found the next time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-boxes-'))
  const first = new UploadBoxes(folder)
  await first.takeOver()
  const { id } = await first.receive(Readable.from([Buffer.from('a log')]), 'a.jsonl', 100)
  first.close()
  const inTheWay = join(folder, `${id.replace(/[0-9a-f]{8}$/, '00000000')}.json`)
  await mkdir(inTheWay)
  const second = new UploadBoxes(folder)
  await expect(second.takeOver()).rejects.toThrow('EISDIR')
  await rmdir(inTheWay)
  expect((await second.takeOver()).whole.map((one) => one.id)).toEqual([id])
  second.close()
  await rm(folder, { recursive: true })
})
