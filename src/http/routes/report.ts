// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { given } from '../../domain/values/given.ts'
import { describeReport } from '../../insights/describe-report.ts'
import { reportFileName } from '../../insights/render/filter-text.ts'
import type { ApiContext } from '../api-context.ts'
import { reportQuerySchema } from '../api-schemas.ts'
import { parseRequest, timeRangeOf } from '../parse-request.ts'
import { REPORT_POLICY } from '../security.ts'

/** The report over any time range, recounted at each request. */
export function reportRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, analyzerKey, reports } = context

  app.get('/api/report', { config: { query: reportQuerySchema } }, async (request, reply) => {
    const { format, topic, language, ...range } = parseRequest(reportQuerySchema, request.query)
    const filter = { analyzerKey, ...timeRangeOf(range), ...given({ topic, language }) }
    const report = await reports.build(store, filter)
    switch (format) {
      case 'md':
        return reply
          .header('content-disposition', `inline; filename="${reportFileName(report, 'md')}"`)
          .type('text/markdown; charset=utf-8')
          .send(reports.markdown(report))
      case 'html':
        return reply
          .header('content-security-policy', REPORT_POLICY)
          .header('content-disposition', `inline; filename="${reportFileName(report, 'html')}"`)
          .type('text/html; charset=utf-8')
          .send(reports.html(report))
      case 'blocks':
        return reply.send(describeReport(report))
      case 'json':
        return reply
          .header('content-disposition', `inline; filename="${reportFileName(report, 'json')}"`)
          .send(report)
    }
  })
}
