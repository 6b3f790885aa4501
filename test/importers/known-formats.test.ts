import { globSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { detectFormat } from '../../src/importers/detect/detect-format.ts'
import { FileBytes } from '../../src/importers/source/file-bytes.ts'
import { walkLogs } from '../../src/importers/source/walk-logs.ts'

const DATA = process.env['HITCRAFT_DATA']

/** What each folder of samples must be called, the pattern of its files, and whom it may be taken for. */
const FAMILIES: readonly (readonly [glob: string, name: string])[] = [
  ['formats/librechat+chatgpt/chatgpt-*.json', 'ChatGPT'],
  ['formats/librechat+chatgpt/librechat-*.json', 'LibreChat'],
  ['formats/librechat+chatgpt/openwebui-*.json', 'Open WebUI'],
  ['formats/librechat+chatgpt/chatbotui-*.json', 'Chatbot UI'],
  ['formats/claude-ai/src/**/*.json', 'Claude export'],
  ['formats/claude-code/**/*.json*', 'Claude Code'],
  ['formats/langfuse/*.trace.json', 'Langfuse'],
  ['formats/langsmith/**/langsmith_*.json', 'LangSmith'],
  ['formats/sharegpt/data/*.json', 'ShareGPT'],
  ['formats/support-desks/intercom-*.jsonl', 'Intercom'],
  ['formats/support-desks/zendesk-*.jsonl', 'Zendesk'],
  ['formats/discord-*/tests/samples/discord/*.json', 'Discord'],
  ['formats/discord-*/tests/samples/telegram/*.json', 'Telegram'],
  ['formats/discord-*/tests/samples/messenger/*.json', 'Messenger'],
  ['formats/discord-*/tests/samples/whatsapp/*', 'WhatsApp'],
  ['labelled/xstest/*.csv', 'CSV'],
]

/** The format of a file's first log, or what the refusal says of it. */
async function seen(path: string): Promise<string> {
  const file = await FileBytes.open(path, 'the file')
  try {
    for await (const found of walkLogs(file, { tempFolder: tmpdir() })) {
      if (found.kind === 'log') return (await detectFormat(found.log)).format
    }
    return 'nothing'
  } catch (error) {
    if (isHitCraftError(error, 'UNKNOWN_FORMAT')) return error.message
    throw error
  } finally {
    await file.close()
  }
}

describe.skipIf(DATA === undefined)('samples of other formats (needs HITCRAFT_DATA)', () => {
  it.each(FAMILIES)('%s are called %s', async (glob, name) => {
    const paths = globSync(join(DATA ?? '', glob))
    expect(paths.length).toBeGreaterThan(0)
    for (const path of paths) expect(await seen(path), path).toContain(name)
  })

  it('are never taken for a format that is read', async () => {
    const all = globSync(join(DATA ?? '', '{formats,labelled}/**/*'))
    const files = all.filter((path) => statSync(path).isFile())
    for (const path of files) expect(await seen(path), path).toMatch(/looks like/)
  })
})
