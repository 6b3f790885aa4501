// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FastifyInstance } from 'fastify'
import { given } from '../../domain/values/given.ts'
import { z } from 'zod'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { ApiContext } from '../api-context.ts'
import { pageQuerySchema, rejectListSchema } from '../api-schemas.ts'
import type { Cancelled, ImportItem, ImportList, RejectList } from '../api-schemas.ts'
import { itemOfJob, itemOfRecord, withoutContinued } from '../live-state.ts'
import { recordPage } from '../record-page.ts'

const MOST_REJECTS = 500

interface IdParams {
  Params: { id: string }
}

/** Imports: those that wait or are read, and those that are done. */
export function importRoutes(app: FastifyInstance, context: ApiContext): void {
  const { jobs } = context
  const { store, folders } = context.workspace

  app.get(
    '/api/imports',
    { config: { query: pageQuerySchema } },
    async (request): Promise<ImportList> => {
      const { records, next, isFirst } = await recordPage(store, 'import', request.query)
      const active = jobs.state().imports
      return {
        items: [
          ...(isFirst ? active.map(itemOfJob).reverse() : []),
          ...withoutContinued(records, active).map(itemOfRecord),
        ],
        ...given({ next }),
      }
    },
  )

  app.get<IdParams>('/api/imports/:id', async ({ params: { id } }): Promise<ImportItem> => {
    const job = jobs.state().imports.find((one) => one.id === id)
    if (job !== undefined) return itemOfJob(job)
    return itemOfRecord(await importRecord(store, id))
  })

  app.get<IdParams>('/api/imports/:id/rejects', async ({ params }): Promise<RejectList> => {
    const { rejectsFile } = await importRecord(store, params.id)
    if (rejectsFile === undefined) return { items: [], more: false }
    return readRejects(join(folders.results, basename(rejectsFile)))
  })

  app.delete<IdParams>('/api/imports/:id', async ({ params: { id } }): Promise<Cancelled> => {
    return { id, kept: await jobs.cancelImport(id) }
  })
}

async function importRecord(store: ChatStore, id: string) {
  const record = await store.getRecord('import', id)
  if (record === undefined) throw new HitCraftError('NOT_FOUND', 'there is no import of that id')
  return record
}

async function readRejects(path: string): Promise<RejectList> {
  const item = rejectListSchema.shape.items.element
  const items: RejectList['items'] = []
  const input = createReadStream(path, 'utf8')
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (items.length === MOST_REJECTS) return { items, more: true }
      const { offset, line: at, length, reason } = JSON.parse(line) as RejectList['items'][number]
      items.push(item.parse({ offset, length, reason, ...given({ line: at }) }))
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new HitCraftError('NOT_FOUND', 'the list of rejected pieces is no longer there')
    }
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      throw new HitCraftError('CORRUPT', 'the list of rejected pieces is damaged', {
        remedy: 'Import the file again: the list is written anew.',
        cause: error,
      })
    }
    throw error
  } finally {
    input.destroy()
  }
  return { items, more: false }
}
