import { migrateStore } from '../../app/migrate-store.ts'
import { isInPlace, makeRoom } from '../../app/moving/make-room.ts'
import { SOURCE_FORMS } from '../../migration/sources/source-url.ts'
import { isShadowPair, settleShadow } from '../../app/storage/settle-shadow.ts'
import { ON_CONFLICT } from '../../migration/copy/settle-conflict.ts'
import { isComplete, sumOf } from '../../migration/copy/migration.ts'
import { defineCommand } from '../command.ts'
import { given } from '../../domain/values/given.ts'
import { readSigningKey } from '../../migration/receipt/signing-key.ts'
import { EXIT } from '../exit-codes.ts'
import { abandon } from '../moving/abandon.ts'
import {
  file,
  isStandardOutput,
  onOff,
  oneOf,
  required,
  sourceUrl,
  storeUrl,
  wrongUsage,
} from '../flags.ts'
import { printDamages } from '../output/damages.ts'
import { bytes, count } from '../output/format.ts'
import {
  keptOutLines,
  migrationTable,
  problemLines,
  progressLine,
  toEraseLines,
} from '../output/migration-lines.ts'
import { targetChecks } from '../output/target-checks.ts'

export const migrateCommand = defineCommand({
  name: 'migrate',
  summary: 'Copy everything into another store and prove each record by its hash',
  flags: {
    from: sourceUrl(`source: ${SOURCE_FORMS.join(', ')}`),
    to: storeUrl('target'),
    'dry-run': onOff('count what would be copied, and try the target; write nothing'),
    'on-conflict': oneOf(
      ON_CONFLICT,
      'where the target has another state: fail (default, its own stays), keep-newer, keep-target',
    ),
    receipt: file('write a hash for every record to this file'),
    abandon: onOff(
      'take a half-filled target as it is, without its source; nothing of it is changed',
    ),
    'sign-key': file('sign the receipt: an Ed25519 key in PEM; default RECEIPT_KEY'),
  },
  examples: [
    'hitcraft migrate --from file:. --to postgres://me@localhost/hitcraft --receipt moved.receipt',
    'hitcraft migrate --from postgres://me@localhost/hitcraft --to file:./copy --dry-run',
    'hitcraft migrate --from legacy:. --to file:.',
    'hitcraft migrate --from file:. --to "s3://logs/hitcraft?endpoint=https://s3.example:9000"',
  ],
  check(flags) {
    const { from, to, receipt, 'dry-run': dryRun, 'sign-key': key, abandon } = flags
    if (abandon) {
      const other = Object.keys(flags).find((name) => name !== 'abandon' && name !== 'to')
      if (other !== undefined)
        throw wrongUsage(`--abandon goes with --to alone, not with --${other}`)
      required(to, 'to', 'file:./half')
      return
    }
    required(from, 'from', 'file:.')
    required(to, 'to', 'postgres://localhost/hitcraft')
    if (dryRun && receipt !== undefined) throw wrongUsage('a dry run writes no --receipt')
    if (key !== undefined && receipt === undefined) throw wrongUsage('--sign-key signs a --receipt')
  },
  async run(context, flags) {
    if (flags.abandon) return abandon(context, required(flags.to, 'to', 'file:./half'))
    const {
      from: source,
      to: target,
      receipt,
      'dry-run': dryRun = false,
      'on-conflict': onConflict,
    } = flags
    const key = flags['sign-key'] ?? context.config.receiptKey
    if (context.json && receipt !== undefined && isStandardOutput(receipt)) {
      throw wrongUsage('--json and --receipt cannot both go to standard output')
    }
    const signKey =
      receipt === undefined || key === undefined ? undefined : await readSigningKey(key)
    const fromUrl = required(source, 'from', 'file:.')
    const toUrl = required(target, 'to', 'postgres://localhost/hitcraft')
    const inPlace = dryRun && (await isInPlace(fromUrl, toUrl))
    const kept = dryRun ? undefined : await makeRoom(fromUrl, toUrl, context.config.store)
    if (kept !== undefined) context.note(`The older app's folders are kept as they are in ${kept}`)
    const from = await context.openSourceAt(fromUrl)
    const to = await context.openStoreAt(
      inPlace ? { kind: 'memory' } : toUrl,
      dryRun ? 'look' : 'fill',
    )
    const isShadow = await isShadowPair(context.config, from, to)
    const progress = context.progress('migrate')
    const since = Date.now()
    const tell = progressLine(progress)
    const moved = await migrateStore(from, to, {
      dryRun,
      isShadow,
      signal: context.signal,
      ...given({ receipt, signKey, onConflict }),
      onProgress: tell,
    }).finally(() => progress.end())
    const keptOut = sumOf(moved.keptOut)
    const left = sumOf(moved.settled) + keptOut + moved.damaged.length
    const isSame = isComplete(moved) && left === 0
    if (!dryRun && isSame && sumOf(moved.onlyThere) === 0 && isShadow) {
      await settleShadow(context.config, from, to, since)
      context.note('The shadow has what it had missed.')
    }
    const checks = dryRun ? await targetChecks(toUrl, to, moved.bytes) : undefined
    if (context.json)
      context.printJson({ ...moved, receipt: moved.receipt ?? null, ...given({ checks }) })
    else {
      for (const line of migrationTable(moved)) context.print(line)
      if (moved.erased > 0) {
        const done = dryRun ? 'to erase in the target' : 'erased in the target'
        context.print(`${count(moved.erased, 'thread')} ${done}, as at the source.`)
        for (const line of toEraseLines(moved)) context.print(line)
      }
      if (keptOut > 0) {
        context.print(`${count(keptOut, 'record')} kept out: erased in the target.`)
        for (const line of keptOutLines(moved)) context.print(line)
      }
      if (checks !== undefined) {
        context.print(`${bytes(moved.bytes)} to write.`)
        for (const { status, name, found } of checks) {
          if (status !== 'ok') context.print(`  ${status}: ${name}: ${found}`)
        }
      }
      printDamages(context, moved.damaged)
      for (const line of problemLines(moved)) context.print(line)
      if (moved.receipt !== undefined) context.print(`Receipt: ${moved.receipt}`)
      if (isSame && !dryRun) context.print('Each record of the source is in the target.')
      if (!isComplete(moved)) {
        context.note('The target differs from the source; see: hitcraft verify --from … --to …')
      }
    }
    if (!isComplete(moved)) return EXIT.difference
    return moved.damaged.length > 0 ? EXIT.rejects : EXIT.done
  },
})
