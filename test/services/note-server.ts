import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where each suite notes which server it ran against, for the summary. */
export const SERVERS_FOLDER = 'test-results/servers'

/** @param backend as its suites begin: `s3` @param server its name and version */
export function noteServer(backend: string, server: string): void {
  mkdirSync(SERVERS_FOLDER, { recursive: true })
  writeFileSync(join(SERVERS_FOLDER, backend.replaceAll(' ', '-')), server)
}
