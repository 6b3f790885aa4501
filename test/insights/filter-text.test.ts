import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/insights/report.ts'
import { buildReport } from '../../src/insights/build-report.ts'
import type { ReportFilter } from '../../src/insights/build-report.ts'
import { filterText, reportFileName } from '../../src/insights/render/filter-text.ts'
import { renderHtml } from '../../src/insights/render/html.ts'
import { renderMarkdown } from '../../src/insights/render/markdown.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

async function reportOn(filter: Omit<ReportFilter, 'analyzerKey'>): Promise<Report> {
  const store = await openMemoryStore()
  const report = await buildReport(store, { analyzerKey: 'test/1', ...filter })
  await store.close()
  return report
}

const FROM = '2025-03-01T00:00:00.000Z'
const TO = '2025-03-11T00:00:00.000Z'

describe('the filter of a report', () => {
  it.each([
    [{}, 'All threads.', 'report'],
    [{ language: 'he' }, 'Threads in Hebrew.', 'report-he'],
    [{ topic: 't1' }, 'Threads about topic t1.', 'report-topic-t1'],
    [
      { from: FROM, to: TO },
      'Threads whose last message lies from 2025-03-01 to 2025-03-10 (UTC).',
      'report-from-2025-03-01-to-2025-03-10',
    ],
    [
      { to: '2025-03-11T10:30:00.000Z', language: 'en', topic: 't2' },
      'Threads whose last message lies before 2025-03-11 10:30:00 (UTC), in English, about topic t2.',
      'report-to-2025-03-11T103000-000Z-en-topic-t2',
    ],
  ])('%j stands in the document and in its name', async (filter, text, name) => {
    const report = await reportOn(filter)
    expect(filterText(report)).toBe(text)
    expect(renderHtml(report)).toContain(text)
    expect(renderMarkdown(report)).toContain(text)
    expect(report.filter).toMatchObject(filter)
    expect(reportFileName(report, 'html')).toBe(`${name}.html`)
  })

  it('makes no header of what is no name', async () => {
    const report = await reportOn({ topic: 'a"\r\nset-cookie: x=1/../ü', language: '"' })
    expect(reportFileName(report, 'md')).toMatch(/^[\w-]+\.md$/)
  })
})
