// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { readRejects } from '../../app/rejects.ts'
import { given } from '../../domain/values/given.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { ApiContext } from '../api-context.ts'
import { pageQuerySchema } from '../schemas/fields.ts'
import type { Cancelled, ImportItem, ImportList, RejectList } from '../schemas/imports.ts'
import { itemOfJob, itemOfRecord, withoutContinued } from '../live-state.ts'
import { recordPage } from '../record-page.ts'

interface IdParams {
  Params: { id: string }
}

/** Imports: those that wait or are read, and those that are done. */
export function importRoutes(app: FastifyInstance, context: ApiContext): void {
  const { jobs, workspace } = context
  const { store } = workspace

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
    const { items, more } = await readRejects(workspace, await importRecord(store, params.id))
    return { items: [...items], more }
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
