import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { syncFolder, writeSynced } from '../../files/durable.ts'

const ticketFields = {
  /** Names the files of an upload; made here, never by a client. Sorts by arrival. */
  id: z.string().regex(/^[0-9A-Za-z-]+$/),
  /** What the user called the file; only ever shown. */
  name: z.string(),
  bytes: z.int().min(0),
  receivedAt: z.string(),
  /** Set where it lay in a folder: what is no log is passed over. */
  ofFolder: z.literal(true).optional(),
}

export const ticketSchema = z.strictObject({
  ...ticketFields,
  /** SHA-256 of the bytes: how the import of it is found again. */
  sha256: z.string(),
})

/** An upload that is here whole: it waits or is being read. */
export type UploadTicket = z.infer<typeof ticketSchema>

export const halfTicketSchema = z.strictObject({
  ...ticketFields,
  /** Tells a file from others of its name and size: the client's own, only ever compared. */
  mark: z.string(),
})

/** An upload of which some bytes may be here; `bytes` is how many there will be. */
export type HalfTicket = z.infer<typeof halfTicketSchema>

/** Writes a ticket so that it is there whole or not at all, and durable. */
export async function writeTicket(folder: string, name: string, ticket: object): Promise<void> {
  const path = join(folder, name)
  await writeSynced(`${path}.part`, JSON.stringify(ticket), 'w')
  await rename(`${path}.part`, path)
  await syncFolder(folder)
}

/** Undefined for a file that is none of ours: people may keep things in the folder. */
export async function readTicket<T extends { id: string }>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const text = await readFile(join(folder, name), 'utf8')
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success && name.startsWith(`${parsed.data.id}.`) ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Characters of a shown name, and of the folders before it. */
const MOST_SHOWN = 200

/**
 * What a file is called: its own name, without characters that could disturb a page.
 * @param folder the way to it from where it was chosen, which is shown before it
 */
export function displayName(name: string, folder = ''): string {
  const own = clean(name.split(/[/\\]/).at(-1) ?? '')
  const steps = folder.split(/[/\\]/).map(clean)
  const way = Array.from(steps.filter((step) => step !== '').join('/')).slice(0, MOST_SHOWN)
  return `${way.length === 0 ? '' : `${way.join('')}/`}${own === '' ? 'upload' : own}`
}

function clean(step: string): string {
  const seen = step
    .toWellFormed()
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim()
  return seen === '.' || seen === '..' ? '' : Array.from(seen).slice(0, MOST_SHOWN).join('')
}
