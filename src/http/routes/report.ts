// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { makeReport, renderReport } from '../../app/report.ts'
import { given } from '../../domain/values/given.ts'
import { describeReport } from '../../insights/describe-report.ts'
import { reportFileName } from '../../insights/render/filter-text.ts'
import type { ApiContext } from '../api-context.ts'
import { reportQuerySchema } from '../schemas/report.ts'
import { parseRequest } from '../parse-request.ts'
import { REPORT_POLICY } from '../security.ts'

/** The report over any time range, recounted at each request. */
export function reportRoutes(app: FastifyInstance, context: ApiContext): void {
  const { workspace } = context

  app.get('/api/report', { config: { query: reportQuerySchema } }, async (request, reply) => {
    const { format, ...scope } = parseRequest(reportQuerySchema, request.query)
    const report = await makeReport(workspace, given(scope))
    switch (format) {
      case 'md':
        return reply
          .header('content-disposition', `inline; filename="${reportFileName(report, 'md')}"`)
          .type('text/markdown; charset=utf-8')
          .send(renderReport(report, 'md'))
      case 'html':
        return reply
          .header('content-security-policy', REPORT_POLICY)
          .header('content-disposition', `inline; filename="${reportFileName(report, 'html')}"`)
          .type('text/html; charset=utf-8')
          .send(renderReport(report, 'html'))
      case 'blocks':
        return reply.send(describeReport(report))
      case 'json':
        return reply
          .header('content-disposition', `inline; filename="${reportFileName(report, 'json')}"`)
          .send(report)
    }
  })
}
