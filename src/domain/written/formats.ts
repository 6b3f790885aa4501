/** The formats of logs that can be read, by their names in records, as people read them. */
export const FORMAT_TITLES = {
  'hitcraft-text': 'HitCraft text export',
  'hitcraft-rtf': 'HitCraft text export as RTF',
  'hitcraft-json': 'HitCraft JSON',
  'openai-messages': 'OpenAI messages',
} as const

/** What a record calls a format of another version stays as it is. */
export function formatTitle(format: string): string {
  const titles: Readonly<Record<string, string>> = FORMAT_TITLES
  return titles[format] ?? format
}
