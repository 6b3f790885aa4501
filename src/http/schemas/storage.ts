import { z } from 'zod'
import { errorBodySchema } from './error.ts'

/** Where it is all kept, and what is done to move it: requests and answers of `/api/storage`. */

const place = z.strictObject({ kind: z.string(), location: z.string() })

/** A store by its URL, which may hold a password: it is neither kept nor told again. */
export const startMoveSchema = z.strictObject({
  /** `count`: what a copy would do; `copy`: it, with a receipt, and a verification behind it. */
  work: z.enum(['count', 'copy', 'verify']),
  to: z.string().min(1).max(4000),
})
export type StartMove = z.infer<typeof startMoveSchema>

const kindCountsSchema = z.strictObject({
  /** Plural: `threads`. */
  kind: z.string(),
  /** Of a count: what would be. */
  copied: z.int(),
  /** There in an earlier state. */
  updated: z.int(),
  unchanged: z.int(),
  conflicts: z.int(),
  /** Erased there: left out, which is no failure. */
  keptOut: z.int(),
  failed: z.int(),
})

export const storageMoveSchema = z.strictObject({
  work: startMoveSchema.shape.work,
  step: z.enum(['opening', 'counting', 'copying', 'verifying']),
  status: z.enum(['running', 'done', 'failed', 'stopped']),
  /** Absent until it was opened. */
  to: place.optional(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Records of the step, and what that grows to, where known. */
  done: z.int(),
  total: z.int().optional(),
  copy: z
    .strictObject({
      kinds: z.array(kindCountsSchema),
      /** Threads of the target that were erased here. */
      erased: z.int(),
      /** Pieces here that do not hold, and so were left out. */
      damaged: z.int(),
      /** Whether all that is whole here is there, equal by hash. */
      complete: z.boolean(),
    })
    .optional(),
  verification: z
    .strictObject({
      equal: z.boolean(),
      kinds: z.array(
        z.strictObject({
          kind: z.string(),
          source: z.int(),
          target: z.int(),
          differences: z.int(),
        }),
      ),
      /** The first of them, by kind and id, never by text. */
      examples: z.array(z.strictObject({ kind: z.string(), id: z.string(), problem: z.string() })),
      root: z.string(),
    })
    .optional(),
  /** Below RESULTS_FOLDER. */
  receipt: z.string().optional(),
  /** SHA-256 of the public half of RECEIPT_KEY, which signed it, hex. */
  signedBy: z.string().optional(),
  error: errorBodySchema.shape.error.optional(),
})
export type StorageMove = z.infer<typeof storageMoveSchema>

export const storageSchema = z.strictObject({
  store: place,
  /** How the second store stands that gets what is written: STORAGE_SHADOW. */
  shadow: z
    .strictObject({
      location: z.string(),
      state: z.enum(['unknown', 'different', 'missed', 'following', 'equal']),
      /** One line that says it all. */
      told: z.string(),
    })
    .optional(),
  /** Under way, or the last one since the server began. */
  move: storageMoveSchema.optional(),
})
export type Storage = z.infer<typeof storageSchema>
