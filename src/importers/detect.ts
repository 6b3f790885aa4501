import { isUtf8 } from 'node:buffer'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ByteSource, FileHead, Importer } from './importer.ts'
import { openImporters } from './registry.ts'

const HEAD_BYTES = 256 * 1024
const SURE_ENOUGH = 0.5

/** What is known by sight, though it cannot be read; the first that fits is named in the error. */
const SEEN: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(?:!doctype html|html|head|body)\b/i, 'an HTML page (an error page saved as the export?)'],
  [/^%PDF-/, 'a PDF'],
  [/^\{\\rtf/, 'rich text without thread banners'],
  [/^\s*<\?xml/, 'XML'],
  [/"mapping"\s*:\s*\{/, 'a ChatGPT export, which is not supported yet'],
  [/"chat_messages"\s*:/, 'a Claude export, which is not supported yet'],
  [
    /"history"\s*:\s*\{[^]{0,400}"currentId"|"currentId"\s*:/,
    'an Open WebUI export, which is not supported yet',
  ],
  [
    /^\s*\{\s*"version"\s*:\s*\d+,\s*"history"\s*:\s*\[/,
    'a Chatbot UI export, which is not supported yet',
  ],
  [/"parentMessageId"\s*:|"isCreatedByUser"\s*:/, 'a LibreChat export, which is not supported yet'],
  [
    /"conversations"\s*:\s*\[\s*\{[^]{0,200}"from"\s*:|"items"\s*:\s*\[\s*\{\s*"from"/,
    'ShareGPT conversations, which are not supported yet',
  ],
  [
    /"observations"\s*:|"sessionId"\s*:[^]*"traceId"\s*:/,
    'Langfuse traces, which are not supported yet',
  ],
  [/"run_type"\s*:|"dotted_order"\s*:/, 'LangSmith runs, which are not supported yet'],
  [
    /"conversation_parts"\s*:|"conversation_rating"\s*:/,
    'an Intercom export, which is not supported yet',
  ],
  [/"(?:visitor|zendesk_ticket_id|ticket_id)"\s*:/, 'a Zendesk export, which is not supported yet'],
  [
    /"conversation_(?:id|hash)"\s*:[^]*"(?:conversation|model|toxic|redacted)"\s*:|"(?:conversation|model|toxic|redacted)"\s*:[^]*"conversation_(?:id|hash)"\s*:/,
    'LMSYS or WildChat rows, which are not supported yet',
  ],
  [
    /"isSidechain"\s*:|"parentUuid"\s*:|"loglines"\s*:|"leafUuid"\s*:/,
    'a Claude Code session, which is not supported yet',
  ],
  [
    /"ts"\s*:\s*"\d{10}\.\d+"|"(?:team_id|is_general|service_id)"\s*:/,
    'a Slack export, which is not supported yet',
  ],
  [/"exportedAt"\s*:|"guild"\s*:\s*\{/, 'a Discord export, which is not supported yet'],
  [/"(?:sender_name|timestamp_ms)"\s*:/, 'a Messenger export, which is not supported yet'],
  [
    /"date_unixtime"\s*:|"text_entities"\s*:|"from_id"\s*:|"type"\s*:\s*"(?:personal_chat|(?:private|public)_(?:super)?group)"/,
    'a Telegram export, which is not supported yet',
  ],
  [
    /^\u200E?\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}/m,
    'a WhatsApp chat, which is not supported yet',
  ],
  [/"safeHtmlItem"\s*:/, 'a Gemini Takeout, which is not supported yet'],
  [/^\s*[[{]/, 'JSON of another shape'],
  [/^[^\n"]{0,400},[^\n]*\n[^\n]*,/, 'a table (CSV), which is not supported yet'],
]

/**
 * The format of a log, by its content alone.
 * @throws HitCraftError UNKNOWN_FORMAT saying what was seen and what is known
 */
export async function detectFormat(source: ByteSource): Promise<Importer> {
  const head = await readHead(source)
  const importers = await openImporters()
  const [best] = importers
    .map((importer) => ({ importer, sure: importer.detect(head) }))
    .toSorted((a, b) => b.sure - a.sure)
  if (best !== undefined && best.sure >= SURE_ENOUGH) return best.importer
  const known = importers.map(({ title, looksLike }) => `${title} (${looksLike})`)
  throw new HitCraftError('UNKNOWN_FORMAT', `${source.name} looks like ${whatIsSeen(head)}`, {
    remedy: `Known are: ${known.join('; ')}.`,
  })
}

function whatIsSeen(head: FileHead): string {
  if (head.text.trim() === '') return 'nothing: it holds only white space'
  if (head.bytes.subarray(0, 4096).includes(0)) return 'binary data, not a log'
  const seen = SEEN.find(([pattern]) => pattern.test(head.text))
  return seen?.[1] ?? 'plain text without thread banners'
}

/** The first bytes of a source, decoded. */
export async function readHead(source: ByteSource): Promise<FileHead> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source.read()) {
    chunks.push(chunk)
    length += chunk.length
    if (length > HEAD_BYTES) break
  }
  const bytes = Buffer.concat(chunks).subarray(0, HEAD_BYTES)
  // The last character may be cut in two; that does not make the rest another encoding.
  const whole = bytes.subarray(0, Math.max(0, bytes.length - 4))
  const decoder = new TextDecoder(isUtf8(whole) || bytes.length < 5 ? 'utf-8' : 'windows-1252')
  return { bytes, text: decoder.decode(bytes), truncated: length > HEAD_BYTES }
}
