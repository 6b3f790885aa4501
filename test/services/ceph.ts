import { execFile } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { answersHttp, freePort, startProcess, untilReady } from './process.ts'
import type { ServerProcess } from './process.ts'
import type { S3Server } from './s3-server.ts'

const run = promisify(execFile)
const PROGRAMS = ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin', 'ceph-authtool', 'monmaptool']

/** Debian's packages of it. */
export const CEPH_PACKAGES = ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-base', 'ceph-common']

/** Why it cannot be had on this machine; undefined when it can. */
export function whyNotCeph(): string | undefined {
  const missing = PROGRAMS.some((name) => !existsSync(`/usr/bin/${name}`))
  if (!missing && process.getuid?.() === 0) return undefined
  return missing
    ? `Ceph is not installed (apt-get install ${CEPH_PACKAGES.join(' ')})`
    : 'Ceph is started by root alone'
}

/**
 * A cluster of one: a monitor, one store on disk, and the gateway that speaks S3, all on loopback.
 * Asked for `durable` it keeps its data on disk, so that `kill` ends it as a power cut would and `start`
 * goes on with what it had; else in memory, which is quicker.
 */
export async function startCeph(options: { readonly durable?: boolean } = {}): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-ceph-'))
  const cluster = await Cluster.make(folder, options.durable === true)
  await cluster.start()
  const { stdout } = await run('/usr/bin/radosgw', ['--version'])
  const owner = await cluster.createUser('owner')
  return {
    name: `Ceph RGW ${/version (\S+)/.exec(stdout)?.[1] ?? ''}`,
    endpoint: `http://127.0.0.1:${cluster.port}`,
    ...owner,
    createUser: (name) => cluster.createUser(name),
    kill: () => cluster.kill(),
    start: () => cluster.start(),
    stop: async () => {
      await cluster.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

class Cluster {
  readonly #folder: string
  readonly #conf: string
  readonly port: number
  readonly #processes: ServerProcess[] = []

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.#conf = join(folder, 'ceph.conf')
    this.port = port
  }

  static async make(folder: string, isDurable: boolean): Promise<Cluster> {
    const cluster = new Cluster(folder, await freePort())
    await cluster.#prepare(await freePort(), isDurable)
    return cluster
  }

  #path(...names: string[]): string {
    return join(this.#folder, ...names)
  }

  async #run(program: string, ...args: string[]): Promise<string> {
    const all = ['-c', this.#conf, ...args]
    return (await run(`/usr/bin/${program}`, all, { cwd: this.#folder })).stdout
  }

  async #prepare(monPort: number, isDurable: boolean): Promise<void> {
    const fsid = crypto.randomUUID()
    const mon = `v2:127.0.0.1:${monPort}`
    const settings = [
      `fsid = ${fsid}`,
      `mon_host = [${mon}]`,
      'mon_initial_members = a',
      `keyring = ${this.#path('keyring')}`,
      'auth_cluster_required = cephx',
      'auth_service_required = cephx',
      'auth_client_required = cephx',
      'ms_bind_msgr1 = false',
      'ms_bind_ipv6 = false',
      'public_addr = 127.0.0.1',
      'cluster_addr = 127.0.0.1',
      `run_dir = ${this.#folder}`,
      `admin_socket = ${this.#path('$name.asok')}`,
      `pid_file = ${this.#path('$name.pid')}`,
      `log_file = ${this.#path('$name.log')}`,
      `crash_dir = ${this.#path('crash')}`,
      `mon_data = ${this.#path('mon')}`,
      `osd_data = ${this.#path('osd')}`,
      `osd_objectstore = ${isDurable ? 'bluestore' : 'memstore'}`,
      'memstore_device_bytes = 8589934592',
      'bluestore_block_size = 21474836480',
      'bluestore_fsck_on_mount = false',
      'osd_memory_target = 939524096',
      'osd_pool_default_size = 1',
      'osd_pool_default_min_size = 1',
      'osd_pool_default_pg_num = 4',
      'osd_crush_chooseleaf_type = 0',
      'osd_class_load_list = *',
      'osd_class_default_list = *',
      'mon_allow_pool_size_one = true',
      'mon_max_pg_per_osd = 2000',
      'mon_data_avail_warn = 1',
      'mon_data_avail_crit = 1',
      'mon_osd_full_ratio = 0.99',
      'mon_osd_nearfull_ratio = 0.98',
      'mon_osd_backfillfull_ratio = 0.985',
      'paxos_propose_interval = 0.02',
      'rgw_dns_name = 127.0.0.1',
      'rgw_enable_usage_log = false',
      'rgw_thread_pool_size = 64',
      `rgw_frontends = beast endpoint=127.0.0.1:${this.port} tcp_nodelay=1`,
    ]
    await writeFile(this.#conf, `[global]\n${settings.join('\n')}\n`)
    await mkdir(this.#path('mon'))
    await mkdir(this.#path('osd'))
    await mkdir(this.#path('crash'))
    const keyring = this.#path('keyring')
    const caps = (what: string) => ['--cap', what, 'allow *']
    const first = ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', ...caps('mon')]
    await run('/usr/bin/ceph-authtool', first)
    const admin = ['--gen-key', '-n', 'client.admin', ...['mon', 'osd', 'mgr', 'mds'].flatMap(caps)]
    await run('/usr/bin/ceph-authtool', [keyring, ...admin])
    const osd = ['--gen-key', '-n', 'osd.0', '--cap', 'mon', 'allow profile osd', ...caps('osd')]
    await run('/usr/bin/ceph-authtool', [keyring, ...osd])
    const map = this.#path('monmap')
    const monitors = ['--addv', 'a', `[${mon}]`, '--enable-all-features']
    await run('/usr/bin/monmaptool', ['--create', '--fsid', fsid, ...monitors, map])
    await this.#run('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring)
  }

  async start(): Promise<void> {
    const isNew = !existsSync(this.#path('osd', 'ready'))
    this.#begin('ceph-mon', '-f', '-i', 'a')
    if (isNew) await this.#makeOsd()
    this.#begin('ceph-osd', '-f', '-i', '0')
    const gateway = this.#begin('radosgw', '-f', '-n', 'client.admin')
    await untilReady('Ceph RGW', () => answersHttp(`http://127.0.0.1:${this.port}/`), {
      process: gateway,
      log: this.#path('radosgw.out'),
    })
  }

  async #makeOsd(): Promise<void> {
    const id = crypto.randomUUID()
    const connect = ['--connect-timeout', '30']
    await this.#run('ceph', ...connect, 'osd', 'new', id, '0')
    // The key that was made beforehand.
    await this.#run('ceph', ...connect, 'auth', 'import', '-i', this.#path('keyring'))
    const keyring = ['--keyring', this.#path('keyring')]
    await this.#run('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', id, ...keyring)
  }

  #begin(program: string, ...args: string[]): ServerProcess {
    const log = openSync(this.#path(`${program}.out`), 'a')
    const server = startProcess(`/usr/bin/${program}`, ['-c', this.#conf, ...args], {
      cwd: this.#folder,
      log,
    })
    closeSync(log)
    this.#processes.push(server)
    return server
  }

  async createUser(name: string): Promise<{ accessKeyId: string; secretAccessKey: string }> {
    const accessKeyId = `KEY${name.toUpperCase()}`
    const secretAccessKey = `secret-of-${name}`
    const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey]
    const user = ['user', 'create', '--uid', name, '--display-name', name]
    await this.#run('radosgw-admin', '-n', 'client.admin', ...user, ...keys)
    return { accessKeyId, secretAccessKey }
  }

  async kill(): Promise<void> {
    await Promise.all(this.#processes.splice(0).map((server) => server.kill()))
  }
}
