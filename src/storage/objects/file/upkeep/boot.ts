import { existsSync, readFileSync } from 'node:fs'

const BOOT_ID = '/proc/sys/kernel/random/boot_id'

/** The machine's run: after another one, files that were never synced may have lost their content. */
export function bootId(): string {
  return existsSync(BOOT_ID) ? readFileSync(BOOT_ID, 'utf8').trim() : `unknown ${Math.random()}`
}
