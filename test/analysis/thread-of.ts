import { openLocalAnalyzer } from '../../src/analysis/local/local-analyzer.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { ContentPart } from '../../src/domain/thread/content-part.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'

/** `u: words`, `a: words`, or `a: <item_type>`; one message each. */
export function threadOf(lines: readonly string[], id = 'thread'): Thread {
  return buildThread(
    {
      id,
      messages: lines.map((line, index) => ({
        id: `m${index}`,
        role: line.startsWith('u:') ? 'user' : 'assistant',
        content: [partOf(line.slice(2).trim())],
      })),
    },
    { format: 'test' },
  )
}

function partOf(words: string): ContentPart {
  const item = /^<(.+)>$/.exec(words)?.[1]
  return item === undefined ? { type: 'text', text: words } : { type: item }
}

const analyzer = openLocalAnalyzer()

export function analyze(...lines: readonly string[]): Promise<Analysis> {
  return analyzer.analyze(threadOf(lines))
}

export function kindsOf(analysis: Analysis): string[] {
  return [...new Set(analysis.failures.map(({ kind }) => kind))].sort()
}

/** What fails in a thread of one question and its answer. */
export async function kindsAfter(asked: string, answer: string): Promise<string[]> {
  return kindsOf(await analyze(`u: ${asked}`, `a: ${answer}`))
}

export function signalsOf(analysis: Analysis): string[] {
  return analysis.signals.map(({ kind }) => kind).sort()
}
