import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'

const KILLS = process.env['TEST_LONG'] === '1' ? 50 : 4
const CHILD = join(import.meta.dirname, 'writer-child.ts')

/** Lets a writer acknowledge some batches and kills it. @returns `id hash` lines it printed whole */
async function writeAndDie(root: string, name: string, most: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, root, name], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let out = ''
  for await (const chunk of child.stdout) {
    out += String(chunk)
    if (out.length > most) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return out.slice(0, out.lastIndexOf('\n')).split('\n')
}

it('file: two writers, killed at any moment, lose nothing that was acknowledged', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hitcraft-killed-'))
  const lines: string[] = []
  for (let round = 0; round < KILLS; round++) {
    const both = await Promise.all(
      ['a', 'b'].map((name, n) =>
        writeAndDie(root, `${name}${round}`, 1000 + round * 3701 + n * 997),
      ),
    )
    lines.push(...both.flat())
  }
  const store = await openFileStore(foldersUnder(root))
  const ids = lines.map((line) => line.split(' ')[0] ?? '')
  const found = await store.getThreads(ids)
  expect(found.map((thread) => `${thread?.id} ${thread?.contentHash}`)).toEqual(lines)
  expect(lines.length).toBeGreaterThan(KILLS * 20)
  // Unacknowledged ones are there whole or not at all: reading checks the hash of each.
  for (let after: string | undefined; ;) {
    const page = await store.listThreads({
      order: 'id',
      ...(after === undefined ? {} : { cursor: after }),
    })
    const whole = await store.getThreads(page.items.map(({ id }) => id))
    expect(whole.filter((thread) => thread?.messages.length !== 1)).toEqual([])
    after = page.next
    if (after === undefined) break
  }
  await store.close()
  await rm(root, { recursive: true, force: true })
}, 300_000)
