import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { openAnalyzer } from '../../analysis/registry.ts'
import { buildReport } from '../../insights/build-report.ts'
import { renderHtml } from '../../insights/render/html.ts'
import { renderMarkdown } from '../../insights/render/markdown.ts'
import type { Report } from '../../domain/report.ts'
import type { Command } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { choice, timeRange } from '../flags.ts'

const RENDERERS = {
  json: (report: Report) => `${JSON.stringify(report, undefined, 2)}\n`,
  md: renderMarkdown,
  html: renderHtml,
} as const satisfies Record<string, (report: Report) => string>

export const reportCommand: Command = {
  name: 'report',
  summary: 'What users came for, where the assistant failed them, and the words that prove it',
  usage: '[--from TIME] [--to TIME] [--format json|md|html] [--out FILE]',
  options: {
    from: { type: 'string', value: 'TIME', about: 'last message at or after this (2025-03-10)' },
    to: { type: 'string', value: 'TIME', about: 'last message before this' },
    topic: { type: 'string', value: 'ID', about: 'threads of this topic alone' },
    language: { type: 'string', value: 'TAG', about: 'threads in this language alone (en, he, …)' },
    format: { type: 'string', value: 'NAME', about: 'json, md (default) or html' },
    out: { type: 'string', value: 'FILE', about: 'write to this file instead of standard output' },
  },
  examples: [
    'hitcraft report',
    'hitcraft report --format html --out report.html',
    'hitcraft report --from 2025-03-01 --to 2025-04-01 --json',
  ],
  async run(context, args) {
    const named = choice(args, 'format', Object.keys(RENDERERS) as (keyof typeof RENDERERS)[])
    const format = named ?? (context.json ? 'json' : 'md')
    const topic = args.text('topic')
    const language = args.text('language')
    const filter = {
      ...timeRange(args),
      ...(topic === undefined ? {} : { topic }),
      ...(language === undefined ? {} : { language }),
    }
    const analyzer = await openAnalyzer(context.config.analyzer)
    const store = await context.openStore('read')
    const report = await buildReport(store, { ...filter, analyzerKey: analyzer.key })
    const text = RENDERERS[format](report)
    const out = args.text('out')
    if (out === undefined) context.print(text.trimEnd())
    else {
      await writeWhole(resolve(out), text)
      if (context.json) context.printJson({ out: resolve(out), format })
      else context.print(`Report: ${resolve(out)}`)
    }
    if (report.usage.pending > 0) {
      context.note(`${report.usage.pending} threads are not in it yet: hitcraft analyze`)
    }
    return EXIT.done
  },
}

/** Under another name first, so that a report that is there is a whole one. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.${process.pid}.part`
  await writeFile(part, text)
  await rename(part, path)
}
