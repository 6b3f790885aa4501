import { createPrivateKey, createPublicKey, hash, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { fileError } from '../../files/file-error.ts'
import type { ReceiptFooter } from './receipt-lines.ts'

export type Signature = NonNullable<ReceiptFooter['signature']>

/** Set before what is signed, so that no other signature of the key passes for one of a receipt. */
const DOMAIN = 'HitCraft receipt\n'
const REMEDY =
  'Make a key: openssl genpkey -algorithm ed25519 -out receipt.key; its public half: ' +
  'openssl pkey -in receipt.key -pubout -out receipt.pub'

/**
 * Reads the key that signs receipts (Ed25519, RFC 8032): a file in PEM, PKCS #8, without a passphrase.
 * @throws HitCraftError INVALID_CONFIG for what is no such key, and as `fileError`; nothing of it is told
 */
export async function readSigningKey(path: string): Promise<KeyObject> {
  return keyIn(path, createPrivateKey)
}

/**
 * Reads the key that a receipt must be signed by: the public half in PEM (SPKI). The whole key, from which it follows, is
 * refused, so that nobody keeps it where receipts are looked at.
 * @throws HitCraftError as `readSigningKey`
 */
export async function readPublicKey(path: string): Promise<KeyObject> {
  return keyIn(path, publicHalf)
}

function publicHalf(pem: string): KeyObject {
  if (/PRIVATE KEY/.test(pem)) throw new Error('it is the private half')
  return createPublicKey(pem)
}

async function keyIn(path: string, read: (pem: string) => KeyObject): Promise<KeyObject> {
  let pem: string
  try {
    pem = await readFile(path, 'utf8')
  } catch (error) {
    throw fileError(error, `the key in ${path}`)
  }
  let key: KeyObject | undefined
  try {
    key = read(pem)
  } catch {
    // What OpenSSL says of it may hold a piece of the file.
    key = undefined
  }
  if (key?.asymmetricKeyType === 'ed25519') return key
  const half = read === createPrivateKey ? 'private' : 'public'
  throw new HitCraftError('INVALID_CONFIG', `${path} holds no ${half} Ed25519 key in PEM`, {
    remedy: REMEDY,
  })
}

/** @param seal of the receipt, as its end tells it */
export function signSeal(seal: string, key: KeyObject): Signature {
  return {
    algorithm: 'Ed25519',
    key: derOf(createPublicKey(key)).toString('base64'),
    value: sign(null, Buffer.from(DOMAIN + seal), key).toString('base64'),
  }
}

/** Whether a signature is of this seal, by the key that it names. */
export function isSignatureOf(seal: string, signature: Signature): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(signature.key, 'base64'),
      format: 'der',
      type: 'spki',
    })
    const value = Buffer.from(signature.value, 'base64')
    return (
      key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(DOMAIN + seal), key, value)
    )
  } catch {
    // No key at all: whatever it is of, it is not of this seal.
    return false
  }
}

/** SHA-256 of the public half (SPKI in DER), hex: what a person compares. */
export function fingerprintOf(key: KeyObject | string): string {
  const der =
    typeof key === 'string'
      ? Buffer.from(key, 'base64')
      : derOf(key.type === 'private' ? createPublicKey(key) : key)
  return hash('sha256', der, 'hex')
}

function derOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' })
}
