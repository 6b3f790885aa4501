import type { FormatName, Importer } from './importer.ts'

/** Every format, loaded only when it is looked at. A name without an entry does not compile. */
export const IMPORTERS = {
  'hitcraft-text': async () =>
    (await import('./hitcraft-text/hitcraft-text-importer.ts')).hitcraftTextImporter,
  'hitcraft-rtf': async () =>
    (await import('./hitcraft-rtf/hitcraft-rtf-importer.ts')).hitcraftRtfImporter,
  'hitcraft-json': async () =>
    (await import('./hitcraft-json/hitcraft-json-importer.ts')).hitcraftJsonImporter,
  'openai-messages': async () =>
    (await import('./openai-messages/openai-messages-importer.ts')).openaiMessagesImporter,
} as const satisfies Record<FormatName, () => Promise<Importer>>

export function openImporters(): Promise<Importer[]> {
  return Promise.all(Object.values(IMPORTERS).map((open) => open()))
}
