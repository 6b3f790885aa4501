import { verifyReceipt, verifyStores } from '../../migration/verify.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { file, required, storeUrl, wrongUsage } from '../flags.ts'
import { oneLine, table } from '../output/format.ts'

/** Differences that are printed. */
const SHOWN = 20

export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'Compare two stores, or a store and a receipt, record by record',
  flags: {
    from: storeUrl('source'),
    to: storeUrl('target'),
    receipt: file('what a migration wrote, instead of a source'),
  },
  examples: [
    'hitcraft verify --from file:. --to postgres://me@localhost/hitcraft',
    'hitcraft verify --receipt moved.receipt --to postgres://me@localhost/hitcraft --json',
  ],
  check({ from, to, receipt }) {
    if (receipt !== undefined && from !== undefined) {
      throw wrongUsage('give either --from or --receipt, not both')
    }
    if (receipt === undefined) required(from, 'from', 'file:.')
    required(to, 'to', 'postgres://localhost/hitcraft')
  },
  async run(context, { from: source, to: target, receipt }) {
    const to = await context.openStoreAt(
      required(target, 'to', 'postgres://localhost/hitcraft'),
      'read',
    )
    const progress = context.progress('verify')
    const options = {
      signal: context.signal,
      onProgress: (done: number) => progress.update(done, undefined, `${done} records`),
    }
    const result = await (
      source === undefined
        ? verifyReceipt(receipt ?? '', to, options)
        : verifyStores(await context.openStoreAt(source, 'read'), to, options)
    ).finally(() => progress.end())
    if (context.json) context.printJson(result)
    else {
      const rows = Object.entries(result.kinds).map(([kind, count]) =>
        [kind, count.source, count.target, count.differences].map(String),
      )
      const head = ['', 'SOURCE', 'TARGET', 'DIFFERENCES']
      for (const line of table([head, ...rows])) context.print(line)
      for (const { kind, id, field, problem } of result.differences.slice(0, SHOWN)) {
        context.print(`  ${kind} ${oneLine(id)}: ${problem}${field === '' ? '' : ` in ${field}`}`)
      }
      const more = result.differences.length - SHOWN
      if (more > 0) context.print(`  … and ${more} more: --json has them all`)
      context.print(result.equal ? `Equal. Root ${result.root.source}` : 'NOT equal.')
    }
    return result.equal ? EXIT.done : EXIT.difference
  },
})
