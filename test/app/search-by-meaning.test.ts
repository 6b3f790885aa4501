import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { analyze, buildThread, openWorkspace, searchByMeaning } from '../../src/index.ts'
import type { OpenWorkspace } from '../../src/index.ts'

/** What the first message of each thread asks, by id. */
const ASKED = {
  invoice: 'Where can I download the invoice for my last payment?',
  receipt: 'I need a receipt of my payment, please send me the invoice',
  hebrew: 'איפה אפשר להוריד את החשבונית על התשלום האחרון שלי?',
  drums: 'Make the drums louder in the second chorus of my song',
  password: 'I forgot my password and cannot log in to my account',
}

const threads = Object.entries(ASKED).map(([id, text]) => {
  const messages = [
    { id: 'm1', role: 'user', content: [{ type: 'text' as const, text }] },
    { id: 'm2', role: 'assistant', content: [{ type: 'text' as const, text: 'Here it is.' }] },
  ]
  return buildThread({ id, messages }, { format: 'test' })
})

describe('search by meaning', () => {
  let root: string
  let workspace: OpenWorkspace
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hitcraft-meaning-'))
    workspace = await openWorkspace({ store: `file:${root}`, analyzerThreads: 0 })
    await workspace.store.mergeThreads(threads)
    await analyze(workspace)
  })
  afterEach(async () => {
    await workspace.close()
    await rm(root, { recursive: true, force: true })
  })

  it('finds what was asked in other words and in another language, nearest first, with the words that asked', async () => {
    const found = await searchByMeaning(workspace, 'download my invoice')
    const ids = found.threads.map(({ summary }) => summary.id)
    expect(found.searched).toBe(5)
    expect(ids.toSorted()).toEqual(expect.arrayContaining(['hebrew', 'invoice', 'receipt']))
    expect(ids).not.toContain('drums')
    expect(found.threads[0]).toMatchObject({
      summary: { id: 'invoice' },
      request: { words: ASKED.invoice.slice(0, -1), evidence: { threadId: 'invoice' } },
    })
    const near = found.threads.map((thread) => thread.near)
    expect(near).toEqual(near.toSorted((a, b) => b - a))
  })

  it('takes the id of a thread, which is not among what it finds', async () => {
    const found = await searchByMeaning(workspace, 'hebrew', { limit: 1 })
    expect([found.searched, found.threads.length]).toEqual([4, 1])
    expect(['invoice', 'receipt']).toContain(found.threads[0]?.summary.id)
  })

  it('looks through what passes a filter alone', async () => {
    const filter = { language: 'he' }
    const found = await searchByMeaning(workspace, 'download my invoice', { filter })
    expect(found.threads.map(({ summary }) => summary.id)).toEqual(['hebrew'])
  })

  it('says so when nothing with a meaning is asked', async () => {
    const asking = searchByMeaning(workspace, '12:30 ???')
    await expect(asking).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('ends when it is told to', async () => {
    const signal = AbortSignal.abort()
    const asking = searchByMeaning(workspace, 'invoice', { signal })
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' })
  })
})
