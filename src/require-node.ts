import { HitCraftError } from './errors/hitcraft-error.ts'

const LEAST = 24

/** Fails a program on an older Node by name, before it meets what that Node does not have. */
export function requireNode(version: string = process.versions.node): void {
  if (Number(version.split('.')[0]) >= LEAST) return
  throw new HitCraftError(
    'UNSUPPORTED',
    `hitcraft-chat-analyzer needs Node.js ${LEAST} or newer; this is ${version}`,
    { remedy: 'Install Node.js 24 (https://nodejs.org) and run this again.' },
  )
}

requireNode()
