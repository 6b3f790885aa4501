import { describe, expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Report } from '../../src/insights/report.ts'
import { buildReport } from '../../src/insights/build-report.ts'
import { renderHtml } from '../../src/insights/render/html.ts'
import { renderMarkdown } from '../../src/insights/render/markdown.ts'
import { SECTIONS } from '../../src/insights/sections.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

const HOSTILE = [
  '<script>alert(1)</script> can you export this?',
  '"><img src=x onerror=alert(1)> thanks a lot',
  "' onmouseover='alert(1) I want a refund, this is broken",
  '[click](javascript:alert(1)) `code` **bold** | table |',
  'right \u202Eto left\u202C, NUL \u0000, half \uD800 a pair',
]

async function reportOn(texts: readonly string[]): Promise<Report> {
  const store = await openMemoryStore()
  const threads = texts.map((text, n) =>
    buildThread(
      {
        id: `${n}"><b>`,
        title: text,
        messages: [
          {
            role: 'user',
            createdAt: `2025-03-0${n + 1}T10:00:00.000Z`,
            content: [{ type: 'text', text }],
          },
          {
            role: 'assistant',
            createdAt: `2025-03-0${n + 1}T10:00:05.000Z`,
            content: [
              { type: 'text', text: `I'm sorry, but I can't help with that: ${text}` },
              { type: 'error' },
            ],
          },
          {
            role: 'user',
            createdAt: `2025-03-0${n + 1}T10:01:00.000Z`,
            content: [{ type: 'text', text: `this is useless ${text}` }],
          },
        ],
      },
      { format: 'test' },
    ),
  )
  await store.mergeThreads(threads)
  const analyzer = await openAnalyzer('local')
  await runAnalysis(store, analyzer)
  const report = await buildReport(store, { analyzerKey: analyzer.key })
  await store.close()
  return report
}

describe('rendering', () => {
  it('draws each bar as long as its share of the whole', async () => {
    const page = renderHtml(await reportOn(HOSTILE))
    const bars = [
      ...page.matchAll(
        /<rect width="([\d.]+)" height="2" \/>\s*<\/svg>\s*<p class="meta">(\d+) of (\d+)/g,
      ),
    ]
    expect(new Set(bars.map(([, width]) => width)).size).toBeGreaterThan(1)
    for (const [, width, n, of] of bars) {
      expect(Number(width)).toBeCloseTo((Number(n) / Number(of)) * 100, 1)
    }
  })

  it('shows hostile text as text', async () => {
    const report = await reportOn(HOSTILE)
    expect(report.sections.negativeChats.chats.length).toBeGreaterThan(0)
    const html = renderHtml(report)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    // Nothing but the tags of the report itself, none of them with a handler or an address.
    const tags = [...html.matchAll(/<([a-z0-9]+)((?:\s[^<>]*)?)>/g)]
    expect(tags.map(([, name]) => name)).not.toContain('script')
    expect(tags.map(([, name]) => name)).not.toContain('img')
    const attributes = tags.map(([, , rest]) => rest?.replace(/"[^"]*"/g, '""') ?? '').join(' ')
    expect(attributes).not.toMatch(/\bon\w+=|\bsrc=|'/)
    expect(html).not.toContain('\u0000')
    expect(html.isWellFormed()).toBe(true)

    const markdown = renderMarkdown(report)
    expect(markdown).not.toMatch(/(?<!\\)<script/)
    expect(markdown).not.toMatch(/(?<!\\)\]\(javascript/)
    expect(markdown).not.toContain('\u202E')
  })

  it('needs nothing but itself', async () => {
    const html = renderHtml(await reportOn(['please make the vocals louder']))
    expect(html).toMatch(/^<!doctype html>\s*<html lang="en">/)
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(html).not.toMatch(/https?:\/\/|<link|<script|url\(/)
  })

  it('says what stands there when there is nothing to say', async () => {
    const report = await reportOn([])
    const html = renderHtml(report)
    const markdown = renderMarkdown(report)
    for (const { title, empty } of Object.values(SECTIONS)) {
      expect(html).toContain(`>${title}</h2>`)
      expect(markdown).toContain(`## ${title}`)
      expect(html).toContain(empty)
    }
  })
})
