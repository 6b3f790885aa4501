import type { KeyObject } from 'node:crypto'
import { given } from '../../domain/values/given.ts'
import { shellWord } from '../../domain/written/shell-word.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { HitCraftError } from '../../errors/hitcraft-error.ts'
import { readPublicKey } from '../../migration/receipt/signing-key.ts'
import { sourceUrlOf } from '../../migration/sources/source-url.ts'
import type { Part } from '../../migration/verify/part.ts'
import { verifyReceipt } from '../../migration/verify/verify.ts'
import type { ReceiptVerification, VerifyReceiptOptions } from '../../migration/verify/verify.ts'
import type { ChatStore, StoreCheck } from '../../storage/chat-store.ts'
import type { CommandContext } from '../command.ts'
import { called } from '../output/called.ts'
import { differenceLine } from '../output/differences.ts'
import { count, shortTime } from '../output/format.ts'

const NAME = 'receipt'
const DAY = 24 * 60 * 60 * 1000
/** Days that cover all. */
const DAYS = 7
const NONE = { added: 0, changed: 0, changing: 0 }
/** What does not hold, named in the line. */
const SHOWN = 3

/** The seventh of all records that is looked at on a day (UTC). */
export function partOfDay(now: Date): Part {
  return { number: (Math.floor(now.getTime() / DAY) % DAYS) + 1, of: DAYS }
}

/** For who has moved a store and gives no receipt: what tells each day that all of it is still there. */
export function dailyCheckOffered(context: CommandContext): StoreCheck {
  const command = called(context, 'doctor --receipt FILE')
  const found = `${command}, with the receipt of the move: whether all of it is still there, a seventh a day`
  return { name: 'daily check', status: 'ok', found }
}

export interface DailyReceipt {
  readonly path: string
  /** File of the key that must have signed it. */
  readonly key?: string
  /** It may name the store by another name. */
  readonly elsewhere?: boolean
}

/** Today's part of a receipt. A key that cannot be read is a finding of it, and none of the store. */
export async function dailyCheck(
  context: CommandContext,
  store: ChatStore,
  { path, key, elsewhere = false }: DailyReceipt,
): Promise<StoreCheck> {
  const part = partOfDay(new Date())
  let publicKey: KeyObject | undefined
  try {
    publicKey = key === undefined ? undefined : await readPublicKey(key)
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return refused(error)
  }
  const progress = context.progress('doctor')
  const signed = key === undefined ? '' : ` --public-key ${shellWord(key)}`
  const named = elsewhere ? ' --elsewhere' : ''
  const words = `verify --receipt ${shellWord(path)}${signed}${named} --part ${part.number}/${part.of}`
  const to = shellWord(sourceUrlOf(store))
  return receiptCheck(store, path, `${context.command} ${words} --to ${to}`, {
    part,
    elsewhere,
    ...given({ publicKey }),
    signal: context.signal,
    onProgress: (done) => progress.update(done, undefined, `${done} records`),
  }).finally(() => progress.end())
}

/**
 * Whether a store still holds a part of what a receipt names. In a store in use records are added and changed, which is
 * no loss and only counted; what is missing, damaged, cut or listed wrongly is.
 *
 * @param whole the command that names all of it
 */
export async function receiptCheck(
  store: ChatStore,
  path: string,
  whole: string,
  options: VerifyReceiptOptions & { readonly part: Part },
): Promise<StoreCheck> {
  try {
    return checkOf(
      await verifyReceipt(path, store, { ...options, isInUse: true }),
      options.part,
      whole,
    )
  } catch (error) {
    if (!isHitCraftError(error) || error.code === 'INTERRUPTED') throw error
    return refused(error)
  }
}

function refused({ message, code, remedy }: HitCraftError): StoreCheck {
  return { name: NAME, status: 'failed', found: `${message} (${code})`, ...given({ remedy }) }
}

function checkOf(
  {
    differences,
    isEachCounted,
    kinds,
    erasedTotal,
    receipt,
    since: { added, changed, changing } = NONE,
  }: ReceiptVerification,
  { number, of }: Part,
  remedy: string,
): StoreCheck {
  const when = receipt.finishedAt === undefined ? '' : ` of ${shortTime(receipt.finishedAt)}`
  const part = `part ${number} of ${of}${when}`
  // Only the first are listed, and of very many some are not looked at each.
  const lost = Object.values(kinds).reduce((sum, kind) => sum + kind.differences, 0)
  if (lost > 0) {
    const named = differences.slice(0, SHOWN).map(differenceLine).join('; ')
    const more = lost > SHOWN ? '; …' : ''
    const least = isEachCounted ? '' : 'at least '
    const found = `${part}: ${least}${count(lost, 'difference')} by loss or damage: ${named}${more}`
    return { name: NAME, status: 'failed', found, remedy: `All of them: ${remedy}` }
  }
  const told = Object.values(kinds).reduce((sum, { source }) => sum + source, 0)
  const since = [
    [changed, 'changed'],
    [changing, 'still changing'],
    [added, 'added'],
    [erasedTotal, 'of erasures'],
  ].flatMap(([n, what]) => (n === 0 ? [] : `${n} ${what}`))
  const held = `${part}: all of its ${count(told, 'record')} accounted for`
  const found = since.length === 0 ? held : `${held}; since then ${since.join(', ')}`
  return { name: NAME, status: 'ok', found }
}
