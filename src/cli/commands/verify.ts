import { isDeepStrictEqual } from 'node:util'
import { lookAtReports } from '../../app/moving/cut-reports.ts'
import type { ReportsLook } from '../../app/moving/cut-reports.ts'
import { settleShadow } from '../../app/storage/settle-shadow.ts'
import { verifyStores } from '../../app/verify-stores.ts'
import { isSame, verifyReceipt } from '../../migration/verify/verify.ts'
import { refuseSameStore } from '../../migration/copy/same-store.ts'
import { SOURCE_FORMS } from '../../migration/sources/source-url.ts'
import type { SourceTarget } from '../../migration/sources/source-url.ts'
import type { Config } from '../../config.ts'
import { isSource } from '../../migration/sources/store-source.ts'
import { defineCommand } from '../command.ts'
import { given } from '../../domain/values/given.ts'
import { readPublicKey } from '../../migration/receipt/signing-key.ts'
import type { ReceiptVerification, Verification } from '../../migration/verify/verify.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { EXIT } from '../exit-codes.ts'
import { file, onOff, required, seconds, sourceUrl, storeUrl, wrongUsage } from '../flags.ts'
import { part } from '../moving/part-flag.ts'
import { differenceLine } from '../output/differences.ts'
import { count, firstLines, shortTime, table } from '../output/format.ts'

type Told = Pick<ReceiptVerification, 'receipt'>

export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'Compare two stores, or a store and a receipt: records, relations, lists and search',
  flags: {
    from: sourceUrl(`source: ${SOURCE_FORMS.join(', ')}`),
    to: storeUrl('target'),
    receipt: file('what a migration wrote, instead of a source'),
    'public-key': file('who must have signed the receipt: an Ed25519 key in PEM'),
    elsewhere: onOff('compare also where the receipt names the store by another name'),
    deep: onOff('search for every word, and read every list to its end'),
    part: part('compare this part of the records alone, as 3/7: seven nights cover all'),
    settle: seconds('how long a difference must stand still while others write; default 5'),
    same: onOff('compare even where both names are of one store'),
  },
  examples: [
    'hitcraft verify --from file:. --to postgres://me@localhost/hitcraft',
    'hitcraft verify --from file:. --to postgres://me@localhost/hitcraft --part 3/7',
    'hitcraft verify --receipt moved.receipt --to postgres://me@localhost/hitcraft --json',
    'hitcraft verify --receipt moved.receipt --public-key receipt.pub --to file:./copy',
  ],
  check({ from, to, receipt, same, 'public-key': key, elsewhere }) {
    if (receipt !== undefined && from !== undefined) {
      throw wrongUsage('give either --from or --receipt, not both')
    }
    if (receipt !== undefined && same) throw wrongUsage('--same goes with --from')
    if (receipt === undefined && (key !== undefined || elsewhere)) {
      throw wrongUsage(`--${key === undefined ? 'elsewhere' : 'public-key'} goes with --receipt`)
    }
    if (receipt === undefined) required(from, 'from', 'file:.')
    required(to, 'to', 'postgres://localhost/hitcraft')
  },
  async run(context, flags) {
    const { from: source, to: target, receipt, same = false, deep, elsewhere, settle } = flags
    const key = flags['public-key']
    const publicKey = key === undefined ? undefined : await readPublicKey(key)
    const to = await context.openStoreAt(
      required(target, 'to', 'postgres://localhost/hitcraft'),
      'examine',
    )
    const from = source === undefined ? undefined : await context.openSourceAt(source, 'examine')
    if (from !== undefined && !isSource(from) && !same) await refuseSameStore(from, to)
    const progress = context.progress('verify')
    const since = Date.now()
    const options = {
      signal: context.signal,
      ...given({
        isDeep: deep,
        settle: settle === undefined ? undefined : settle * 1000,
        part: flags.part,
      }),
      onProgress: (done: number) => progress.update(done, undefined, `${done} records`),
    }
    const result: Verification & Partial<Told> = await (
      from === undefined
        ? verifyReceipt(receipt ?? '', to, { ...options, ...given({ publicKey, elsewhere }) })
        : verifyStores(from, to, options)
    ).finally(() => progress.end())
    if (from !== undefined && isSame(result)) await settleShadow(context.config, from, to, since)
    const folders = [source, target].flatMap((one) => resultsOf(one, context.config) ?? [])
    const areAsked = from !== undefined && !isSource(from) && flags.part === undefined
    // A long look, and not at the stores: on a terminal what was compared stands before it.
    const reports = async () => (areAsked ? lookAtReports(folders, [from, to]) : undefined)
    // What repair asks: of which two stores a list of differences is.
    const side = ({ kind, location }: Pick<ChatStore, 'kind' | 'location'>) => ({ kind, location })
    const sides = from && { source: side(from), target: side(to) }
    if (context.json) {
      const looked = given({ compared: sides, reports: await reports() })
      context.printJson({ ...result, ...looked })
    } else {
      const rows = Object.entries(result.kinds).map(([kind, of]) =>
        [kind, of.source, of.target, of.differences].map(String),
      )
      const head = ['', receipt === undefined ? 'SOURCE' : 'RECEIPT', 'TARGET', 'DIFFERENCES']
      if (result.receipt !== undefined) context.print(receiptLine(result.receipt))
      for (const line of table([head, ...rows])) context.print(line)
      for (const line of firstLines(result.differences.map(differenceLine))) context.print(line)
      for (const line of unsoundLines(result)) context.note(line)
      for (const [side, { threads, of }] of Object.entries(result.searched)) {
        if (threads < of)
          context.note(`Searched for ${threads} of ${of} threads of the ${side}: --deep for all.`)
      }
      if (result.erasedTotal > 0) {
        context.note(
          `${count(result.erasedTotal, 'record')} of erasures in the target, which the source still has: no loss.`,
        )
      }
      const { gone } = result.again
      // Beside differences that stay it would read as if they had healed.
      if (gone > 0 && result.equal)
        context.note(`${count(gone, 'difference')} went away when looked at again.`)
      context.print(verdict(result))
      for (const line of reportLines(await reports())) context.note(line)
    }
    if (!result.equal) return EXIT.difference
    return result.unsound.length > 0 ? EXIT.rejects : EXIT.done
  },
})

/** Where reports of a store lie: in its own folders, or those of the settings. */
function resultsOf(target: SourceTarget | undefined, { store, folders }: Config) {
  if (target !== undefined && 'folders' in target) return target.folders.results
  return isDeepStrictEqual(target, store) ? folders.results : undefined
}

function unsoundLines({ unsound }: Verification): string[] {
  const head = `${count(unsound.length, 'record')} unsound on both sides alike, which is no loss between them:`
  return linesUnder(head, unsound.map(differenceLine))
}

/** No verdict: a report may be of another store. */
function reportLines({ cut, unread }: ReportsLook = { cut: [], unread: [] }): string[] {
  const cutHead = `${count(cut.length, 'line')} of reports of what neither store has; they may be of another store:`
  const unreadHead = `${count(unread.length, 'file or folder', 'files or folders')} of reports could not be looked at:`
  return [...linesUnder(cutHead, cut.map(differenceLine)), ...linesUnder(unreadHead, unread)]
}

function linesUnder(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [head, ...firstLines(lines)]
}

function verdict({ equal, part: compared, erasedTotal, root }: Verification): string {
  const where = compared && ` in part ${compared.number} of ${compared.of}`
  if (!equal) return `NOT equal${where ?? ''}.`
  const but = erasedTotal === 0 ? '' : ' but for what was erased in the target'
  return `Equal${but}${where ?? ''}. Root ${root.source}`
}

function receiptLine({ finishedAt, signedBy }: Told['receipt']): string {
  const when = finishedAt === undefined ? '' : ` of ${shortTime(finishedAt)}`
  const who = signedBy === undefined ? 'not signed' : `signed by sha256:${signedBy}`
  return `The receipt${when} is as it was written, and ${who}.`
}
