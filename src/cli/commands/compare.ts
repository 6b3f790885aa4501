import { compare, listDifferences } from '../../app/compare.ts'
import { MAX_LIMIT } from '../../domain/thread/thread-query.ts'
import { given } from '../../domain/values/given.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { checkTimeRange, required, text, TIME_RANGE, wholeNumber, wrongUsage } from '../flags.ts'
import { comparisonLines } from '../models/comparison-lines.ts'
import { called } from '../output/called.ts'
import { count, oneLine, shortTime, table } from '../output/format.ts'

export const compareCommand = defineCommand({
  name: 'compare',
  summary: 'How far two analyzers agree, field by field, and the threads where they do not',
  flags: {
    a: text('KEY', 'an analyzer key, as history names it, or its beginning: claude'),
    b: text('KEY', 'the other'),
    field: text('FIELD', 'list the threads where they differ in it: outcome, failure:refused'),
    ...TIME_RANGE,
    limit: wholeNumber('threads listed, 1 to 1,000; default 50', MAX_LIMIT),
    cursor: text('TEXT', '`next` of the page before'),
    ...STORE_FLAG,
  },
  examples: [
    'hitcraft compare --a claude --b local',
    'hitcraft compare --a claude --b local --field failure:refused',
    'hitcraft compare --a claude --b local --field outcome --limit 200 --json',
  ],
  check({ a, b, field, limit, cursor, ...range }) {
    required(a, 'a', 'claude')
    required(b, 'b', 'local')
    if (a === b) throw wrongUsage('--a and --b name the same analyzer')
    checkTimeRange(range)
    if (field === undefined && (limit ?? cursor) !== undefined) {
      throw wrongUsage('--limit and --cursor are of the list that --field asks for')
    }
  },
  async run(context, { a = '', b = '', from, to, field, limit, cursor }) {
    const workspace = await context.openWorkspace('read')
    const opinions = { a, b, ...given({ from, to }) }
    if (field === undefined) {
      const comparison = await compare(workspace, opinions)
      if (context.json) context.printJson(comparison)
      else for (const line of comparisonLines(comparison)) context.print(line)
      return EXIT.done
    }
    const { items, next } = await listDifferences(
      workspace,
      opinions,
      field,
      given({ limit, cursor }),
    )
    if (context.json) {
      context.printJson({ items, next: next ?? null })
      return EXIT.done
    }
    const rows = items.map((item) => [
      item.a,
      item.b,
      shortTime(item.lastMessageAt),
      item.id,
      oneLine(item.title ?? item.preview ?? ''),
    ])
    for (const line of table([['A', 'B', 'LAST', 'ID', 'WORDS'], ...rows])) context.print(line)
    const read = called(context, 'threads show ID')
    context.note(`${count(items.length, 'thread')}; to read one: ${read}`)
    if (next !== undefined) context.note(`More: --cursor ${next}`)
    return EXIT.done
  },
})
