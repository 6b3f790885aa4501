import { z } from 'zod'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'

/**
 * The lines of a receipt, JSON Lines in canonical JSON: a header, a line a record in the order of a walk, an
 * end. Version 1 had no counts, no times, no seal and no signature; version 2 no `thread`.
 */
export const RECEIPT_VERSION = 3

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const place = z.strictObject({ kind: z.string(), location: z.string() })

/** Which stores, and when by the clock of the machine that moved them. */
export const headerSchema = z.strictObject({
  receipt: z.literal([2, RECEIPT_VERSION]),
  /** The version of the package that wrote it. */
  product: z.string(),
  source: place,
  target: place,
  startedAt: z.iso.datetime(),
})
export type ReceiptPlace = z.infer<typeof place>

export const firstHeaderSchema = z.strictObject({
  receipt: z.literal(1),
  source: z.string(),
  target: z.string(),
})

/** What proves one record. */
export const lineSchema = z.strictObject({
  kind: z.enum(MOVED_KINDS),
  id: z.string(),
  hash,
  /** Digits of the thread that it goes with (`threadDigits`), of a record whose id does not tell them. */
  thread: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
})
export type ReceiptLine = z.infer<typeof lineSchema>

const rootSchema = z.strictObject({ source: hash, target: hash })
export type ReceiptRoot = z.infer<typeof rootSchema>

const endSchema = z.strictObject({
  finishedAt: z.iso.datetime(),
  /** Lines by kind; a kind without one is left out. */
  counts: z.partialRecord(z.enum(MOVED_KINDS), z.int().min(1)),
  root: rootSchema,
})
export type ReceiptEnd = z.infer<typeof endSchema>

/** The seal is over every byte above it and over the end itself; the signature is of the seal. */
export const footerSchema = z.strictObject({
  end: endSchema,
  seal: hash,
  signature: z
    .strictObject({
      algorithm: z.literal('Ed25519'),
      /** The public key, SPKI in DER, Base64. */
      key: z.base64(),
      value: z.base64(),
    })
    .optional(),
})
export type ReceiptFooter = z.infer<typeof footerSchema>

export const firstFooterSchema = z.strictObject({ root: rootSchema })
