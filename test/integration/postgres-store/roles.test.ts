import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openAnalyzer } from '../../../src/analysis/registry.ts'
import { runAnalysis } from '../../../src/analysis/run-analysis.ts'
import { buildReport } from '../../../src/insights/build-report.ts'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import { ROOT } from '../../cli/run-cli.ts'
import { query } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'
import { smallThread } from './threads.ts'

/** The statements of the deployment page, in its order. */
const [SETUP = '', GRANTS = ''] = [
  ...readFileSync(join(ROOT, 'docs/deployment/postgresql.md'), 'utf8').matchAll(
    /```sql\n([^`]+)```/g,
  ),
].map(([, statements]) => statements)

onPostgres('the roles of the deployment page', {}, (server) => {
  it('are enough for what they are for, and for no more', async () => {
    const database = await server().createDatabase()
    await query(server().url(database), SETUP)
    const open = (role: string) =>
      openPostgresStore({ connectionString: server().url(database, role), schema: 'hitcraft' })

    await expect(open('hitcraft_app')).rejects.toMatchObject({ code: 'PERMISSION' })
    await (await open('hitcraft_owner')).close()
    await query(server().url(database, 'hitcraft_owner'), GRANTS)

    const analyzer = await openAnalyzer('local')
    const app = await open('hitcraft_app')
    await app.mergeThreads([smallThread(1), smallThread(2), smallThread(3)])
    await runAnalysis(app, analyzer)
    expect(await app.eraseThreads(['t000003'])).toBe(1)
    await app.flushIndex()
    expect((await app.searchThreads({ words: 'stems' })).items).toHaveLength(2)
    await app.close()

    const reader = await open('hitcraft_reader')
    expect((await reader.listThreads({ analyzerKey: analyzer.key })).items).toHaveLength(2)
    expect((await reader.searchThreads({ words: 'export' })).items).toHaveLength(2)
    expect((await buildReport(reader, { analyzerKey: analyzer.key })).usage.analyzed).toBe(2)
    const never = 'never-asked-1'
    expect(await reader.countPending(never)).toBe(2)
    expect((await reader.listPending({ analyzerKey: never })).map(({ id }) => id)).toEqual([
      't000001',
      't000002',
    ])
    const asked = await reader.listThreads({ analyzerKey: never, state: 'pending' })
    expect(asked.items.map(({ analysis }) => analysis)).toEqual([
      { state: 'pending' },
      { state: 'pending' },
    ])
    expect(await reader.countThreads({ analyzerKey: never, state: 'analyzed' })).toBe(0)
    expect(await reader.check()).toContainEqual(
      expect.objectContaining({ name: 'right to write', status: 'warning' }),
    )
    await expect(reader.mergeThreads([smallThread(4)])).rejects.toMatchObject({
      code: 'PERMISSION',
      remedy: expect.stringContaining('postgresql.md') as unknown,
    })
    await reader.close()
  })
})
