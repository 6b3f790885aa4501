// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import type { MoveState } from '../../app/storage/store-move.ts'
import { given } from '../../domain/values/given.ts'
import { isComplete } from '../../migration/copy/migration.ts'
import type { Migration } from '../../migration/copy/migration.ts'
import type { Verification } from '../../migration/verify/verify.ts'
import { parseStoreUrl } from '../../storage/parse-store-url.ts'
import { shadowText } from '../../storage/shadow/notes/shadow-checks.ts'
import { shadowOf } from '../../storage/shadow/shadow-store.ts'
import type { ApiContext } from '../api-context.ts'
import { toldError } from '../error-status.ts'
import { parseRequest } from '../parse-request.ts'
import { startMoveSchema } from '../schemas/storage.ts'
import type { Storage, StorageMove } from '../schemas/storage.ts'

/** Differences that are told; the command line tells all. */
const EXAMPLES = 20

/** Where it is all kept, and moving it. */
export function storageRoutes(app: FastifyInstance, context: ApiContext): void {
  const { workspace, move, storeSettings } = context
  const { store } = workspace

  app.get('/api/storage', async (): Promise<Storage> => {
    const shadow = await shadowOf(store)?.state()
    return {
      store: { kind: store.kind, location: store.location },
      ...given({
        shadow: shadow && {
          location: shadow.location,
          state: shadow.state,
          told: shadowText(shadow),
        },
        move: move.state && toldMove(move.state),
      }),
    }
  })

  app.post('/api/storage/moves', async (request, reply): Promise<StorageMove> => {
    const { work, to } = parseRequest(startMoveSchema, request.body)
    const state = move.start(work, parseStoreUrl(to, process.cwd(), storeSettings))
    reply.code(202)
    return toldMove(state)
  })

  app.delete('/api/storage/moves/current', async (_request, reply) => {
    move.stop()
    return reply.code(204).send()
  })
}

function toldMove({ migration, verification, error, ...state }: MoveState): StorageMove {
  return {
    ...state,
    ...given({
      copy: migration && toldCopy(migration),
      verification: verification && toldVerification(verification),
      error: error === undefined ? undefined : toldError(error).error,
    }),
  }
}

function toldCopy(migration: Migration): NonNullable<StorageMove['copy']> {
  const { copied, updated, unchanged, conflicts, keptOut, failed, erased, damaged } = migration
  return {
    kinds: Object.keys(copied).map((kind) => ({
      kind,
      copied: copied[kind] ?? 0,
      updated: updated[kind] ?? 0,
      unchanged: unchanged[kind] ?? 0,
      conflicts: conflicts[kind] ?? 0,
      keptOut: keptOut[kind] ?? 0,
      failed: failed[kind] ?? 0,
    })),
    erased,
    damaged: damaged.length,
    complete: isComplete(migration),
  }
}

function toldVerification({
  equal,
  kinds,
  differences,
  root,
}: Verification): NonNullable<StorageMove['verification']> {
  return {
    equal,
    kinds: Object.entries(kinds).map(([kind, of]) => ({
      kind,
      source: of.source,
      target: of.target,
      differences: of.differences,
    })),
    examples: differences
      .slice(0, EXAMPLES)
      .map(({ kind, id, problem }) => ({ kind, id, problem })),
    root: root.source,
  }
}
