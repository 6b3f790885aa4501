// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { compare, listDifferences, listOpinions } from '../../app/compare.ts'
import { given } from '../../domain/values/given.ts'
import type { Comparison, Differences } from '../../insights/comparing/comparison.ts'
import type { ApiContext } from '../api-context.ts'
import { compareQuerySchema, differencesQuerySchema } from '../schemas/compare.ts'
import type { OpinionList } from '../schemas/compare.ts'
import { parseRequest } from '../parse-request.ts'

/** Two analyzers' opinions of the same threads. */
export function compareRoutes(app: FastifyInstance, { workspace }: ApiContext): void {
  app.get('/api/compare/keys', async (): Promise<OpinionList> => {
    return { items: [...(await listOpinions(workspace))] }
  })

  app.get(
    '/api/compare',
    { config: { query: compareQuerySchema } },
    async (request): Promise<Comparison> => {
      const { a, b, ...range } = parseRequest(compareQuerySchema, request.query)
      return compare(workspace, { a, b, ...given(range) })
    },
  )

  app.get(
    '/api/compare/threads',
    { config: { query: differencesQuerySchema } },
    async (request): Promise<Differences> => {
      const { a, b, field, from, to, limit, cursor } = parseRequest(
        differencesQuerySchema,
        request.query,
      )
      const opinions = { a, b, ...given({ from, to }) }
      return listDifferences(workspace, opinions, field, { limit, ...given({ cursor }) })
    },
  )
}
