// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { given } from '../../domain/values/given.ts'
import { UploadTooLargeError } from '../../jobs/uploads/upload-errors.ts'
import type { ApiContext } from '../api-context.ts'
import { announceSchema, appendQuerySchema, uploadQuerySchema } from '../schemas/imports.ts'
import type { ImportItem } from '../schemas/imports.ts'
import { itemOfJob } from '../live-state.ts'
import { parseRequest } from '../parse-request.ts'

/** Files on their way in: whole in one request, or announced first and sent in pieces. */
export function uploadRoutes(app: FastifyInstance, { jobs, maxUploadBytes }: ApiContext): void {
  app.post('/api/uploads', async (request, reply): Promise<ImportItem> => {
    const { size: bytes, folder, ...file } = parseRequest(announceSchema, request.body)
    const job = await jobs.announce({ ...file, bytes, ...given({ folder }) }, maxUploadBytes)
    reply.code(201)
    return itemOfJob(job)
  })

  app.register(async (bytes) => {
    // Whatever type the browser gives a file: the bytes pass through as a stream.
    bytes.removeAllContentTypeParsers()
    bytes.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

    const whole = { config: { query: uploadQuerySchema } }
    bytes.post('/api/imports', whole, async (request, reply): Promise<ImportItem> => {
      const { name } = parseRequest(uploadQuerySchema, request.query)
      const announced = Number(request.headers['content-length'] ?? 0)
      if (announced > maxUploadBytes) throw new UploadTooLargeError(maxUploadBytes)
      const job = await jobs.upload(bodyOf(request), name, maxUploadBytes)
      reply.code(202)
      return itemOfJob(job)
    })

    const piece = { config: { query: appendQuerySchema } }
    bytes.put<{ Params: { id: string } }>(
      '/api/uploads/:id',
      piece,
      async (request, reply): Promise<ImportItem> => {
        const { offset } = parseRequest(appendQuerySchema, request.query)
        const job = await jobs.append(request.params.id, bodyOf(request), offset)
        reply.code(job.status === 'stalled' ? 200 : 202)
        return itemOfJob(job)
      },
    )
  })
}

function bodyOf(request: FastifyRequest): Readable {
  return request.body instanceof Readable ? request.body : request.raw
}
