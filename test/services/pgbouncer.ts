import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answersTcp, freePort, startProcess, untilReady } from './process.ts'

const PROGRAM = '/usr/sbin/pgbouncer'

/** Why it cannot be had on this machine; undefined when it can. */
export function whyNotPgbouncer(): string | undefined {
  return existsSync(PROGRAM) ? undefined : 'pgbouncer is not installed (apt-get install pgbouncer)'
}

/**
 * A pooler in transaction mode before a server: of one client's statements each transaction may go over
 * another connection.
 *
 * @param port of the server
 */
export async function startPgbouncer(
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-pgbouncer-'))
  await chmod(folder, 0o755)
  const own = await freePort()
  const settings = [
    `listen_port = ${own}`,
    'listen_addr = 127.0.0.1',
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 3',
    // Each check has a database of its own, whose idle connections PostgreSQL counts among its hundred.
    'server_idle_timeout = 1',
    'max_client_conn = 200',
    'logfile = ',
    `pidfile = `,
  ]
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]\n* = host=127.0.0.1 port=${port} user=postgres\n[pgbouncer]\n${settings.join('\n')}\n`,
  )
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const server = startProcess(PROGRAM, [...user, file], { cwd: folder })
  await untilReady('pgbouncer', () => answersTcp(own), { process: server })
  return {
    port: own,
    stop: async () => {
      await server.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
