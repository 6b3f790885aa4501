import { isComplete, migrate, refuseSameStore } from '../../migration/migrate.ts'
import type { Command } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { requiredText } from '../flags.ts'
import { table } from '../format.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Copy everything into another store and prove each record by its hash',
  usage: '--from URL --to URL [--dry-run] [--receipt FILE]',
  options: {
    from: {
      type: 'string',
      value: 'URL',
      about: 'source: file:./folder, postgres://…, mongodb://…, s3://…, azblob://…',
    },
    to: { type: 'string', value: 'URL', about: 'target' },
    'dry-run': { type: 'boolean', about: 'count what would be copied; write nothing' },
    receipt: { type: 'string', value: 'FILE', about: 'write a hash for every record to this file' },
  },
  examples: [
    'hitcraft migrate --from file:. --to postgres://me@localhost/hitcraft --receipt moved.receipt',
    'hitcraft migrate --from postgres://me@localhost/hitcraft --to file:./copy --dry-run',
    'hitcraft migrate --from file:. --to "s3://logs/hitcraft?endpoint=https://s3.example:9000"',
  ],
  async run(context, args) {
    const receipt = args.text('receipt')
    const source = requiredText(args, 'from', 'file:.')
    const target = requiredText(args, 'to', 'postgres://localhost/hitcraft')
    const from = await context.openStoreAt(source, 'read')
    const to = await context.openStoreAt(target, args.flag('dry-run') ? 'look' : undefined)
    refuseSameStore(from, to)
    const progress = context.progress('migrate')
    const moved = await migrate(from, to, {
      dryRun: args.flag('dry-run'),
      signal: context.signal,
      ...(receipt === undefined ? {} : { receipt }),
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total} records`),
    }).finally(() => progress.end())
    if (context.json) context.printJson({ ...moved, receipt: moved.receipt ?? null })
    else {
      const { copied, unchanged, conflicts, failed } = moved
      const rows = Object.keys(copied).map((kind) =>
        [kind, copied[kind], unchanged[kind], conflicts[kind], failed[kind]].map(String),
      )
      const head = ['', 'COPIED', 'UNCHANGED', 'CONFLICTS', 'FAILED']
      for (const line of table([head, ...rows])) context.print(line)
      if (moved.receipt !== undefined) context.print(`Receipt: ${moved.receipt}`)
      if (!isComplete(moved)) {
        context.note('The target differs from the source; see: hitcraft verify --from … --to …')
      }
    }
    return isComplete(moved) ? EXIT.done : EXIT.difference
  },
}
