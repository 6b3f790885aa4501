import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  analyze,
  describeReport,
  eraseThreads,
  exportThreads,
  importLog,
  makeReport,
  openWorkspace,
  planAnalysis,
  readThread,
  renderReport,
  saveReport,
  statusOf,
  threadDocument,
} from '../../src/index.ts'
import type { OpenWorkspace } from '../../src/index.ts'
import { exampleLog } from '../http/test-app.ts'

describe('a workspace', () => {
  let root: string
  let workspace: OpenWorkspace
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'hitcraft-workspace-'))
    workspace = await openWorkspace({ store: `file:${root}` })
  })
  afterEach(async () => {
    await workspace.close()
    await rm(root, { recursive: true, force: true })
  })

  it('is all that a program needs, from a log to an erasure', async () => {
    const log = { stream: Readable.from([exampleLog(6)]), name: 'today.jsonl' }
    const [record] = await importLog(workspace, log)
    expect(record).toMatchObject({ file: 'today.jsonl', status: 'done', added: 6 })
    expect(await planAnalysis(workspace, { limit: 4 })).toMatchObject({ pending: 6, planned: 4 })
    expect(await analyze(workspace)).toMatchObject({ status: 'done', analyzed: 6, failed: 0 })
    expect(await statusOf(workspace)).toMatchObject({
      threads: 6,
      pending: 0,
      analyzerKey: workspace.analyzer.key,
      store: { kind: 'file' },
    })

    const report = await makeReport(workspace)
    expect(report.usage).toMatchObject({ threads: 6, analyzed: 6 })
    expect(describeReport(report).sections[0]?.title).toBe('What to do first')
    expect(renderReport(report, 'md')).toContain('## Key insights')
    const path = await saveReport(workspace, report, 'html')
    expect(path).toBe(join(root, 'analysis_results', 'report.html'))

    const exported = await Array.fromAsync(exportThreads(workspace, { state: 'analyzed' }))
    expect(exported).toHaveLength(6)
    const id = report.sections.categories[0]?.evidence[0]?.threadId ?? ''
    const found = await readThread(workspace, id)
    expect(found?.isCurrent).toBe(true)
    expect(found?.analysis?.threadId).toBe(id)
    expect(found && threadDocument(found.thread)).toEqual(exported.find((one) => one.id === id))

    expect(await eraseThreads(workspace, [id])).toEqual({
      erased: 1,
      unknown: [],
      reports: ['report.html'],
    })
    expect(existsSync(path)).toBe(false)
    expect(await readThread(workspace, id)).toBeUndefined()
    await expect(Array.fromAsync(exportThreads(workspace, [id]))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('refuses a range that ends before it begins, and what is no time', async () => {
    const backward = makeReport(workspace, { from: '2025-03-02', to: '2025-03-01' })
    await expect(backward).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(makeReport(workspace, { from: 'monday' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })
})
