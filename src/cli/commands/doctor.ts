import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { migrationChecks } from '../../migration/filling/half-filled.ts'
import { backendOf } from '../../storage/backends/backends.ts'
import type { ChatStore, StoreCheck } from '../../storage/chat-store.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import type { CommandContext } from '../command.ts'
import { existingOf } from '../../app/storage/existing-store.ts'
import { EXIT } from '../exit-codes.ts'
import { file, onOff, wrongUsage } from '../flags.ts'
import { given } from '../../domain/values/given.ts'
import { dailyCheck, dailyCheckOffered } from '../moving/receipt-check.ts'
import type { DailyReceipt } from '../moving/receipt-check.ts'
import { damageLine } from '../output/damages.ts'
import { bytes, table } from '../output/format.ts'
import { queueChecks } from '../serving/queue-checks.ts'

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const
const THREAD_REMEDY =
  'Import its log again, which repairs a thread, restore it from a backup, or erase it by its id; ' +
  'hitcraft reindex lists what is not listed, and removes what was erased.'
const OTHER_REMEDY =
  'Run hitcraft reindex: it gives back what the catalog still knows, and names what is lost. Restore ' +
  'that from a backup; analyses are made again by hitcraft analyze.'
const LOW_SPACE = 1024 ** 3
const BYTES = 'stored bytes'
/** Damages in a row that are named on a terminal. */
const SHOWN = 10

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Check every part (Node, folders, disk, store, queue) and say what to do',
  flags: {
    quick: onOff('leave out the reading of every stored byte'),
    receipt: file(
      'look also whether all is there that this names, a seventh a day: once a day for all in a week',
    ),
    'public-key': file('who must have signed that receipt: an Ed25519 key in PEM'),
    elsewhere: onOff('look also where that receipt names the store by another name'),
    ...STORE_FLAG,
  },
  check({ receipt, 'public-key': key, elsewhere }) {
    if (receipt !== undefined || (key === undefined && elsewhere !== true)) return
    throw wrongUsage(`--${key === undefined ? 'elsewhere' : 'public-key'} goes with --receipt`)
  },
  examples: [
    'hitcraft doctor',
    'hitcraft doctor --quick',
    'hitcraft doctor --quick --receipt moved.receipt',
    'hitcraft doctor --store postgres://me@localhost/hitcraft --json',
  ],
  async run(context, { quick = false, receipt: path, elsewhere, 'public-key': key }) {
    const receipt = path === undefined ? undefined : { path, ...given({ key, elsewhere }) }
    const checks = [
      nodeCheck(),
      ...(await diskChecks(context)),
      ...(await storeChecks(context, quick, receipt)),
      ...(await queueChecks(context.config.jobsUrl)),
    ]
    if (context.json) context.printJson({ checks })
    else printChecks(context, checks)
    return checks.some(({ status }) => status === 'failed') ? EXIT.failed : EXIT.done
  },
})

/** The first damages of a kind say what there is to say; a remedy stands once, below those it is for. */
function printChecks(context: CommandContext, checks: readonly StoreCheck[]): void {
  const shown = checks.filter(({ name, status }, i) => {
    const isDamage = name === BYTES && status === 'failed'
    return !isDamage || checks[i - SHOWN]?.remedy !== checks[i]?.remedy
  })
  const rows = shown.map(({ name, status, found }) => [MARKS[status], name, found])
  for (const [i, line] of table(rows).entries()) {
    context.print(line)
    const remedy = shown[i]?.remedy
    if (remedy !== undefined && remedy !== shown[i + 1]?.remedy) context.print(`   → ${remedy}`)
  }
  const rest = checks.length - shown.length
  if (rest > 0) context.print(`   … and ${rest} more: --json has them all`)
}

function nodeCheck(): StoreCheck {
  return { name: 'Node.js', status: 'ok', found: process.version }
}

async function diskChecks(context: CommandContext): Promise<StoreCheck[]> {
  const { uploads, temp, results } = context.config.folders
  const { store } = context.config
  const { folders: foldersOf, traits } = backendOf(store.kind)
  const folders = {
    uploads,
    temp,
    results,
    ...Object.fromEntries((foldersOf?.(store) ?? []).map(({ name, path }) => [name, path])),
    ...(traits?.catalogInTemp === true ? { system: tmpdir() } : {}),
  }
  const checks: StoreCheck[] = []
  for (const [name, folder] of Object.entries(folders)) {
    const { path: existing, isFolder } = existingOf(folder)
    if (!isFolder) {
      checks.push({
        name: `folder ${name}`,
        status: 'failed',
        found: `${existing} is no folder`,
        remedy: 'Set the folder to one, or take the file away.',
      })
      continue
    }
    const { bavail, bsize } = await statfs(existing)
    const free = bavail * bsize
    checks.push({
      name: `folder ${name}`,
      status: free < LOW_SPACE ? 'warning' : 'ok',
      found: `${folder}, ${bytes(free)} free`,
      ...(free < LOW_SPACE ? { remedy: 'Free space, or set the folder on a larger disk.' } : {}),
    })
  }
  return checks
}

/** A store that does not open, or goes away, is a finding beside those before it, not an end. */
async function storeChecks(
  context: CommandContext,
  quick: boolean,
  receipt: DailyReceipt | undefined,
): Promise<StoreCheck[]> {
  const checks: StoreCheck[] = []
  try {
    const store = await context.openStore('examine')
    checks.push({ name: `store ${store.kind}`, status: 'ok', found: store.location })
    checks.push(...(await store.check()))
    if (quick) checks.push({ name: BYTES, status: 'warning', found: 'not read: --quick' })
    else for await (const check of bytesChecks(context, store)) checks.push(check)
    const moved = await migrationChecks(store)
    checks.push(...moved)
    if (receipt !== undefined) checks.push(await dailyCheck(context, store, receipt))
    else if (moved.some(({ status }) => status !== 'failed'))
      checks.push(dailyCheckOffered(context))
  } catch (error) {
    if (!isHitCraftError(error) || error.code === 'INTERRUPTED') throw error
    checks.push({
      name: `store ${context.config.store.kind}`,
      status: 'failed',
      found: `${error.message} (${error.code})`,
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    })
  }
  return checks
}

/** Every stored byte that is the truth, read where it lies. */
async function* bytesChecks(context: CommandContext, store: ChatStore): AsyncGenerator<StoreCheck> {
  const name = BYTES
  const progress = context.progress('doctor')
  let isWhole = true
  try {
    for await (const damage of store.examine({
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total}`),
    })) {
      isWhole = false
      const found = `damaged: ${damageLine(damage)}`
      yield {
        name,
        status: 'failed',
        found,
        remedy: damage.kind === 'thread' ? THREAD_REMEDY : OTHER_REMEDY,
      }
    }
  } finally {
    progress.end()
  }
  if (isWhole) yield { name, status: 'ok', found: 'every piece holds what was written' }
}
