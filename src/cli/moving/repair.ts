import { repairStore } from '../../app/moving/repair-store.ts'
import { readNamed } from '../../migration/repair/named-records.ts'
import { sumOf } from '../../migration/copy/migration.ts'
import { SOURCE_FORMS } from '../../migration/sources/source-url.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { file, required, sourceUrl, storeUrl } from '../flags.ts'
import { printDamages } from '../output/damages.ts'
import { differenceLine } from '../output/differences.ts'
import { count, firstLines } from '../output/format.ts'
import { problemLines } from '../output/migration-lines.ts'

const TO = 'postgres://localhost/hitcraft'

export const repairCommand = defineCommand({
  name: 'repair',
  summary: 'Move again just the records that a verification named, and verify those',
  flags: {
    from: sourceUrl(`source: ${SOURCE_FORMS.join(', ')}`),
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
    const from = await context.openSourceAt(required(flags.from, 'from', 'file:.'))
    const to = await context.openStoreAt(required(flags.to, 'to', TO))
    const named = await readNamed(required(flags.only, 'only', 'found.json'), {
      source: from,
      target: to,
    })
    const progress = context.progress('repair')
    const repaired = await repairStore(from, to, named, {
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total} records`),
    }).finally(() => progress.end())
    const { copied, updated, differences, damaged } = repaired
    if (context.json) context.printJson(repaired)
    else {
      context.print(`${count(sumOf(copied) + sumOf(updated), 'record')} moved again.`)
      for (const line of problemLines(repaired)) context.print(line)
      printDamages(context, damaged)
      for (const line of firstLines(differences.map(differenceLine))) context.print(line)
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
