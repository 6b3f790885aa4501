import { BlobServiceClient } from '@azure/storage-blob'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answersHttp, freePort, startProcess, untilReady } from './process.ts'
import type { ServerProcess } from './process.ts'

/** Microsoft's own emulator of Azure Blob Storage, on loopback, with its data in a folder of its own. */
export interface AzuriteServer {
  readonly name: string
  readonly port: number
  readonly connectionString: string
  /** Of a new, empty container. */
  newContainer(): Promise<string>
  /** SIGKILL. Unlike Azure it then loses what it acknowledged in its last 5 seconds. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** The account that every Azurite has; its key is no secret. */
const ACCOUNT = 'devstoreaccount1'
const KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

function mainFile(): string | undefined {
  const manifest = createRequire(import.meta.url).resolve('azurite/package.json')
  const file = join(manifest, '../dist/src/blob/main.js')
  return existsSync(file) ? file : undefined
}

export async function startAzurite(): Promise<AzuriteServer> {
  const file = mainFile()
  if (file === undefined) throw new Error('azurite is not installed: npm ci')
  const folder = await mkdtemp(join(tmpdir(), 'hitcraft-azurite-'))
  const port = await freePort()
  const log = join(folder, 'azurite.log')
  let server: ServerProcess | undefined
  const start = async () => {
    const output = openSync(log, 'a')
    const where = ['--location', folder, '--blobHost', '127.0.0.1', '--blobPort', String(port)]
    const flags = ['--silent', '--skipApiVersionCheck', '--disableTelemetry']
    server = startProcess(process.execPath, [file, ...where, ...flags], { log: output })
    closeSync(output)
    await untilReady('Azurite', () => answersHttp(`http://127.0.0.1:${port}/`), {
      process: server,
      log,
    })
  }
  await start()
  const connectionString =
    `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};` +
    `BlobEndpoint=http://127.0.0.1:${port}/${ACCOUNT};`
  const service = BlobServiceClient.fromConnectionString(connectionString)
  let containers = 0
  return {
    name: 'Azurite',
    port,
    connectionString,
    newContainer: async () => {
      const name = `test-${++containers}`
      await service.createContainer(name)
      return name
    },
    kill: async () => server?.kill(),
    start,
    stop: async () => {
      await server?.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
