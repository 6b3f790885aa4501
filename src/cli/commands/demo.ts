import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openAnalyzer } from '../../analysis/registry.ts'
import { analyze, planAnalysis } from '../../app/analyze.ts'
import { importLog } from '../../app/import-log.ts'
import { makeReport, saveReport } from '../../app/report.ts'
import type { Workspace } from '../../app/workspace.ts'
import { foldersUnder } from '../../storage/backends/folders.ts'
import { defineCommand } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { count } from '../output/format.ts'
import { reportHeart } from '../reporting/terminal-report.ts'

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url))

/** The same log as text, RTF and JSON, what it had become a day later, and what began the day after. */
const EXPORTS = [
  '2025-03-10/hitcraft-export.txt',
  '2025-03-10/hitcraft-export.rtf',
  '2025-03-10/hitcraft-export.json',
  '2025-03-11/hitcraft-export.json',
  '2025-03-12/hitcraft-export.json',
]

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'Import, analyze and report the bundled sample, in ./demo',
  flags: {},
  examples: ['hitcraft demo', 'hitcraft serve --store file:./demo'],
  async run(context) {
    const folders = foldersUnder(resolve(context.cwd, 'demo'))
    const store = await context.openStoreAt({ kind: 'file', folders })
    const workspace = { store, folders, analyzer: await openAnalyzer('local') }
    for (const file of EXPORTS) {
      const { signal } = context
      const imported = await importLog(
        workspace,
        { path: join(SAMPLES, file), name: file },
        { signal },
      )
      signal.throwIfAborted()
      for (const { added, updated, unchanged, messages } of imported) {
        context.print(
          `${file}: ${count(messages, 'message')}; threads: ${added} added, ${updated} updated, ${unchanged} unchanged`,
        )
      }
    }
    await analyzeAll(context, workspace)
    const report = await makeReport(workspace)
    const html = await saveReport(workspace, report, 'html')
    if (context.json) context.printJson({ report, html })
    else {
      const { columns, command } = context
      context.print('')
      for (const line of reportHeart(report, columns)) context.print(line)
      context.print(
        `\nThreads of a figure:   ${command} threads list --store file:./demo --facet …`,
      )
      context.print(`The report, here:      ${command} report --store file:./demo`)
      context.print(`As one file:           ${html}`)
      context.print('As a page, to open it: npm start -- --store file:./demo')
    }
    return EXIT.done
  },
})

async function analyzeAll(context: CommandContext, workspace: Workspace): Promise<void> {
  const before = await planAnalysis(workspace)
  const run = await analyze(workspace, { signal: context.signal })
  context.signal.throwIfAborted()
  context.print(
    before.pending === 0
      ? 'Analysis: nothing changed since the last time, so nothing was analyzed again.'
      : `Analysis: ${count(run.analyzed, 'thread')} analyzed, ${run.failed} failed.`,
  )
}
