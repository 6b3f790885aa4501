const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Line ends and marks of direction: written by number they read the same, and reach no terminal raw. */
const UNSEEN = /[\r\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/gu

/** Text that is safe between tags and in quoted attributes; what HTML cannot hold becomes U+FFFD. */
export function escapeHtml(text: string): string {
  const escaped = text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, '\uFFFD')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
  return unseenByNumber(escaped)
}

/** Characters that are not seen as numeric references, which HTML and Markdown read as the same. */
export function unseenByNumber(text: string): string {
  return text.replace(UNSEEN, (char) => `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`)
}

/** Markup that is already safe. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | undefined | readonly Html[]

/** A template whose holes are escaped, unless they are markup already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings.map((text, i) => text + (i < parts.length ? markup(parts[i]) : '')).join(''),
  )
}

function markup(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(({ text }) => text).join('')
  return escapeHtml(String(part))
}
