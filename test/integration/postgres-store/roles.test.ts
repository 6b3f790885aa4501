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
    // Only the owner may write tables anew.
    expect(await app.check()).toContainEqual(
      expect.objectContaining({ name: 'erased bytes', status: 'warning' }),
    )
    await app.close()
    const owner = await open('hitcraft_owner')
    await owner.reindex()
    expect((await owner.check()).filter(({ status }) => status !== 'ok')).toEqual([])
    await owner.close()

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

  it('are told by doctor what they lack, table by table, and the grant', async () => {
    const connectionString = server().url(await server().createDatabase())
    await (await openPostgresStore({ connectionString })).close()
    await query(
      connectionString,
      'CREATE ROLE partly LOGIN',
      'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO partly',
    )
    const named = new URL(connectionString)
    named.username = 'partly'
    const store = await openPostgresStore({ connectionString: named.href })
    const check = async (name: string) =>
      (await store.check()).find((found) => found.name === `right to ${name}`)
    // Without it no history is written.
    expect(await check('write')).toMatchObject({ status: 'warning' })
    const grant = 'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "public" TO "partly";'
    expect((await check('write'))?.remedy).toContain(grant)
    await query(connectionString, grant)
    expect(await check('write')).toMatchObject({ status: 'ok' })

    const rights = [
      ...['analyzed', 'records', 'search'].map((table) => ['SELECT', table, 'read'] as const),
      ...[
        'threads',
        'analysis_history',
        'facets',
        'prefix_keys',
        'pending',
        'analyzed',
        'records',
        'search',
        'unindexed',
      ].flatMap((table) => [
        ['INSERT', table, 'write'] as const,
        ['DELETE', table, 'delete'] as const,
      ]),
      ['INSERT', 'analyzer_keys', 'write'],
      ['INSERT', 'claims', 'write'],
      ['UPDATE', 'claims', 'write'],
      ['UPDATE', 'analyzer_keys', 'write'],
      ['UPDATE', 'threads', 'write'],
      ['UPDATE', 'analysis_history', 'write'],
      ['UPDATE', 'records', 'write'],
      ['UPDATE', 'hitcraft_schema', 'write'],
    ] as const
    for (const [right, table, name] of rights) {
      await query(connectionString, `REVOKE ${right} ON ${table} FROM partly`)
      const found = await check(name)
      const missing = `GRANT ${right} ON "public"."${table}" TO "partly";`
      expect(found?.status, missing).toBe(right === 'SELECT' ? 'failed' : 'warning')
      expect(found?.remedy).toContain(missing)
      await query(connectionString, missing)
      expect((await check(name))?.status, missing).toBe('ok')
    }
    expect(await store.countThreads({})).toBe(0)
    await store.close()
  })

  it('let one that may only read open with rows that nobody adopted', async () => {
    const connectionString = server().url(await server().createDatabase())
    const store = await openPostgresStore({ connectionString })
    await store.mergeThreads([smallThread(1), smallThread(2)])
    await query(
      connectionString,
      `INSERT INTO threads VALUES ('seed', '[{"role":"user","content":"louder please"}]', NULL)`,
      'CREATE ROLE onlooker LOGIN',
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker',
    )
    await store.flushIndex()
    const named = new URL(connectionString)
    named.username = 'onlooker'
    const reader = await openPostgresStore({ connectionString: named.href })
    const ids = ['t000001', 't000002']
    for (const query of [{}, { order: 'id' }, { analyzerKey: 'never-asked-1' }] as const) {
      const { items } = await reader.listThreads(query)
      expect(items.map(({ id }) => id).toSorted()).toEqual(ids)
    }
    expect(await reader.countThreads({})).toBe(2)
    expect(await reader.getThread('seed')).toBeUndefined()
    expect((await reader.searchThreads({ words: 'stems' })).items).toHaveLength(2)
    const pending = await reader.listPending({ analyzerKey: 'never-asked-1' })
    expect(pending.map(({ id }) => id)).toEqual(ids)
    expect(await store.countPending('asked-1')).toBe(2)
    const adoption = { name: 'rows to adopt', status: 'warning' }
    expect(await reader.check()).toContainEqual(expect.objectContaining(adoption))
    await reader.close()

    // Who writes takes them in first: a merge under the same id grows that thread, an erase buries it.
    await store.mergeThreads([smallThread(3)])
    expect(await store.getThread('seed')).toMatchObject({ messages: [{ role: 'user' }] })
    expect(await store.countThreads({})).toBe(4)
    expect((await store.indexState()).total).toBe(4)
    await query(connectionString, `INSERT INTO threads VALUES ('late', '[]', NULL)`)
    expect(await store.eraseThreads(['late'])).toBe(1)
    expect(await store.check()).toContainEqual(
      expect.objectContaining({ ...adoption, status: 'ok' }),
    )
    await store.close()
  })
})
