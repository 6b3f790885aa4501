import type { KeyObject } from 'node:crypto'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { ReadReceipt, ReceiptHead } from './read-receipt.ts'
import type { ReceiptPlace } from './receipt-lines.ts'
import { fingerprintOf, isSignatureOf } from './signing-key.ts'

type Footer = NonNullable<ReadReceipt['footer']>

const REMEDY =
  'Take the receipt from where it was kept. While the source is there, hitcraft verify --from proves the same.'

/**
 * The first line and the end of a receipt that holds.
 * @throws HitCraftError INVALID_INPUT, saying what became of one that does not
 */
export function refuseBroken(
  path: string,
  read: ReadReceipt,
): { readonly head: ReceiptHead; readonly footer: Footer } {
  const { head, footer } = read
  const problem = problemOf(read)
  if (problem === undefined && head !== undefined && footer !== undefined) return { head, footer }
  throw refusal(`${path} ${problem ?? 'is cut short'}`)
}

function problemOf({ head, footer, odd, misplaced, lines, ...read }: ReadReceipt) {
  if (head === undefined) return 'is cut short: nothing of it is there'
  if (odd !== undefined) return `was edited: line ${odd} is not one of a receipt`
  if (misplaced !== undefined) {
    return `was reordered: line ${misplaced} does not belong behind the one before it`
  }
  if (footer === undefined) return `is cut short: its end is missing behind line ${lines}`
  const root = ('end' in footer ? footer.end : footer).root.source
  if ('end' in footer) {
    for (const kind of MOVED_KINDS) {
      const [told, found] = [footer.end.counts[kind] ?? 0, read.counts.get(kind) ?? 0]
      if (told !== found) {
        const what =
          found < told ? 'was cut: lines were taken out' : 'was edited: lines were put in'
        return `${what}; its end counts ${told} ${pluralOf(kind)}, and there are ${found}`
      }
    }
  }
  if (root !== read.root) return 'was edited: its lines do not hash to what its end says'
  if ('end' in footer && footer.seal !== read.seal) {
    return 'was edited: its first or its last line is not as it was written'
  }
  return undefined
}

/**
 * Who signed a receipt that holds, by the fingerprint of the key; undefined for nobody.
 * @param publicKey who must have; absent: anybody, or nobody
 * @throws HitCraftError INVALID_INPUT where the signature is not of this receipt, or not of this key
 */
export function signerOf(
  path: string,
  footer: Footer,
  publicKey: KeyObject | undefined,
): string | undefined {
  const signature = 'seal' in footer ? footer.signature : undefined
  if (signature === undefined || !('seal' in footer)) {
    if (publicKey === undefined) return undefined
    throw refusal(`${path} is not signed, so nobody can tell who wrote it`)
  }
  const signer = fingerprintOf(signature.key)
  if (publicKey !== undefined && signer !== fingerprintOf(publicKey)) {
    throw refusal(
      `${path} is foreign: it is signed by another key, sha256:${signer}, than the one given, ` +
        `sha256:${fingerprintOf(publicKey)}`,
    )
  }
  if (isSignatureOf(footer.seal, signature)) return signer
  throw refusal(`${path} was edited: its signature is not of what it says`)
}

/**
 * Refuses a receipt of another pair of stores than the one that is compared with it. Either side of the pair may be:
 * both held what it says.
 * @throws HitCraftError CONFLICT
 */
export function refuseForeign(
  path: string,
  { source, target }: Pick<ReceiptHead, 'source' | 'target'>,
  store: ReceiptPlace,
): void {
  if ([source, target].some((side) => isOf(side, store))) return
  throw new HitCraftError(
    'CONFLICT',
    `${path} is foreign: it is of ${source.location} and ${target.location}, not of ${store.location}`,
    {
      remedy:
        'Name the receipt of this store. Is it the same under another name (restored, moved to another place), ' +
        'hitcraft verify --elsewhere compares the records all the same.',
    },
  )
}

function isOf(side: ReceiptHead['source'], { kind, location }: ReceiptPlace): boolean {
  return side.location === location && (side.kind ?? kind) === kind
}

function refusal(message: string): HitCraftError {
  return new HitCraftError('INVALID_INPUT', message, { remedy: REMEDY })
}
