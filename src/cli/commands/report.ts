import { keysOf } from '../../domain/values/keys.ts'
import { makeReport, renderReport, REPORT_FORMATS } from '../../app/report.ts'
import { given } from '../../domain/values/given.ts'
import { writeOutFile } from '../../files/out-file.ts'
import type { Report } from '../../insights/report.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { checkTimeRange, day, file, isStandardOutput, oneOf, text, TIME_RANGE } from '../flags.ts'
import { called } from '../output/called.ts'
import { count } from '../output/format.ts'
import { noThreadsText } from '../threads/no-threads.ts'
import { terminalReport } from '../reporting/terminal-report.ts'

/** `text` is for a terminal, and short. */
const FORMATS = ['text', ...keysOf(REPORT_FORMATS)] as const

const NONE = 'No thread fits: choose another time, topic or language.'

/** First line where nobody asked for Markdown and no terminal reads it. */
const PIPED = '<!-- Markdown, the long form. A terminal gets the short one: --format text -->\n'

export const reportCommand = defineCommand({
  name: 'report',
  summary: 'What users came for, where the assistant failed them, and the words that prove it',
  flags: {
    ...TIME_RANGE,
    topic: text('ID', 'threads of this topic alone'),
    language: text('TAG', 'threads in this language alone (en, he, …)'),
    since: day('compare what came since this day with what was before (2025-03-10)'),
    format: oneOf(FORMATS, 'text (default on a terminal), md (default elsewhere), html or json'),
    out: file('write to this file instead of standard output'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft report',
    'hitcraft report --format html --out report.html',
    'hitcraft report --from 2025-03-01 --to 2025-04-01 --json',
  ],
  check(flags) {
    checkTimeRange(flags)
  },
  async run(context, { from, to, topic, language, since, format: asked, out: named }) {
    const out = named === undefined || isStandardOutput(named) ? undefined : named
    const workspace = await context.openWorkspace('read')
    const report = await makeReport(workspace, given({ from, to, topic, language, since }))
    const format = asked ?? formatFor(context, out)
    const isPrinted = format === 'md' && out === undefined
    const isEmpty = report.usage.threads === 0 && (format === 'text' || isPrinted)
    const told = () => (format === 'text' ? textOf(report, context) : renderReport(report, format))
    const rendered = isEmpty ? `${await noThreadsText(context, workspace.store, NONE)}\n` : told()
    if (isPrinted && !isEmpty && asked === undefined) context.print(PIPED)
    if (out !== undefined) {
      await writeOutFile(out, [rendered], `--out ${out}`)
      if (context.json) context.printJson({ out, format })
      else context.print(`Report: ${out}`)
    } else if (!context.json) context.print(rendered.trimEnd())
    else context.printJson(format === 'json' ? report : { format, report: rendered })
    if (report.usage.pending > 0) {
      const { pending } = report.usage
      const isOne = pending === 1
      context.note(
        `${count(pending, 'thread')} ${isOne ? 'is' : 'are'} not in it yet: ${called(context, 'analyze')}`,
      )
    }
    return EXIT.done
  },
})

function formatFor({ json, columns }: CommandContext, out: string | undefined) {
  if (json) return 'json'
  return columns === undefined || out !== undefined ? 'md' : 'text'
}

function textOf(report: Report, { columns, command, storeFlag }: CommandContext): string {
  const lines = terminalReport(report, { command, ...given({ columns, storeFlag }) })
  return `${lines.join('\n')}\n`
}
