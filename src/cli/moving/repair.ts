import { repairStore } from '../../app/moving/repair-store.ts'
import { readNamed } from '../../migration/repair/named-records.ts'
import { sumOf } from '../../migration/copy/migration.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { file, required, sourceUrl, storeUrl } from '../flags.ts'
import { printDamages } from '../output/damages.ts'
import { differenceLine } from '../output/differences.ts'
import { count } from '../output/format.ts'

const TO = 'postgres://localhost/hitcraft'
const SHOWN = 20

export const repairCommand = defineCommand({
  name: 'repair',
  summary: 'Move again just the records that a verification named, and verify those',
  flags: {
    from: sourceUrl('source: a store, or archive:FOLDER'),
    to: storeUrl('target'),
    only: file('what verify --json printed'),
  },
  examples: [
    'hitcraft verify --from file:. --to postgres://me@localhost/hitcraft --json > found.json',
    'hitcraft repair --from file:. --to postgres://me@localhost/hitcraft --only found.json',
  ],
  check({ from, to, only }) {
    required(from, 'from', 'file:.')
    required(to, 'to', TO)
    required(only, 'only', 'found.json')
  },
  async run(context, flags) {
    const named = await readNamed(required(flags.only, 'only', 'found.json'))
    const from = await context.openSourceAt(required(flags.from, 'from', 'file:.'))
    const to = await context.openStoreAt(required(flags.to, 'to', TO))
    const progress = context.progress('repair')
    const repaired = await repairStore(from, to, named, {
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total} records`),
    }).finally(() => progress.end())
    const { copied, updated, differences, problems, damaged } = repaired
    if (context.json) context.printJson(repaired)
    else {
      context.print(`${count(sumOf(copied) + sumOf(updated), 'record')} moved again.`)
      for (const { kind, id, reason } of problems.slice(0, SHOWN)) {
        context.print(`  ${differenceLine({ kind, id, field: reason, problem: 'differs' })}`)
      }
      printDamages(context, damaged)
      for (const one of differences.slice(0, SHOWN)) context.print(`  ${differenceLine(one)}`)
      const isForReindex = differences.some(({ problem }) =>
        /^(stale|damaged) in target/.test(problem),
      )
      if (isForReindex) {
        context.note(
          'Lists and search, and what the catalog still knows, are given back by: hitcraft reindex',
        )
      }
      context.print(
        differences.length === 0
          ? 'All that was named is equal.'
          : `${count(differences.length, 'difference')} left.`,
      )
    }
    if (differences.length > 0) return EXIT.difference
    return damaged.length > 0 ? EXIT.rejects : EXIT.done
  },
})
