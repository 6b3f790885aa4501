/** A call in place of a value, behind a name in quotes. In the text of a JSON value the quote would be escaped. */
export const SHELL_VALUE =
  /\w"\s*:\s*(?:ObjectId|ISODate|NumberLong|NumberInt|NumberDecimal|UUID|BinData|Timestamp|Long)\(/

/** What is known by its first characters and is no JSON; the first that fits is named. */
export const KNOWN_TEXTS: readonly (readonly [pattern: RegExp, name: string, is?: 'chat'])[] = [
  [/^\s*<(?:!doctype html|html|head|body)\b/i, 'an HTML page (an error page saved as the export?)'],
  [/^%PDF-/, 'a PDF'],
  [/^\{\\rtf/, 'rich text without thread banners'],
  [/^\s*<(?:\?xml|!--|[a-z][\w:-]*[ />])/i, 'XML or HTML'],
  [
    /={3,}\s{0,20}THREAD\s{0,20}:/,
    'a HitCraft text export with something before its thread banners: take line numbers and marks of quoting away',
  ],
  [/^\s*(?:\/\/|\/\*)[\s\S]*?[[{]/, 'JSON with comments, or a program: leave the comments out'],
  [/^\x1E/, 'JSON text sequences: leave the separators (U+001E) out, so that each line is JSON'],
  [
    /^\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+<[^>\n]{1,60}>/m,
    'a log of a chat room (IRC), which is not supported yet',
    'chat',
  ],
  [
    /^\s*(?:\[\s*)?\{\s*(?:_id|[A-Za-z_$][\w$]*)\s*:|\b(?:ObjectId|ISODate|NumberLong)\(/,
    'the output of a MongoDB shell, or names without quotes: write JSON instead, with mongoexport or EJSON.stringify',
  ],
  [
    /^\s*(?:(?:var|let|const|export|module|window|self|globalThis)\b[^\n={[]{0,200}|[A-Za-z_$][\w$.]*\s*)=\s*[[{]/,
    'a JavaScript assignment: keep what stands behind the equals sign, which is JSON',
  ],
  [/^={20,}\s*\nGuild: /, 'a Discord export, which is not supported yet', 'chat'],
  [
    /^[\u200E\u200F\u202A-\u202E]*\[?\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{1,4}[,،]? {0,2}\p{Nd}{1,2}[:.]\p{Nd}{2}/mu,
    'a WhatsApp chat, which is not supported yet',
    'chat',
  ],
  [
    /^[^\n{["]{1,200}\{\s*"[^\n]*\}\s*$/m,
    'lines of a log with JSON behind a prefix: cut the prefix off, so that each line is JSON',
  ],
  [
    /^\s*(?:\[\s*)?\{\s*'/,
    'names in single quotes, as Python prints them: write JSON instead, with json.dumps',
  ],
  [/^ {0,8}- role: ?\w/m, 'YAML: write JSON instead'],
  [
    /^[ \t>*#_-]{0,8}(?:user|human|you|customer)[*_]{0,3} ?:[^]{0,2000}?^[ \t>*#_-]{0,8}(?:assistant|ai|bot|agent|chatgpt|claude)[*_]{0,3} ?:/im,
    'a transcript with names before what is said, which is not supported yet',
    'chat',
  ],
  [/^sep=.\r?\n/, 'a table (CSV), which is not supported yet'],
  [/^[^\n"\t]{0,400}\t[^\n]*\n[^\n]*\t/, 'a table (CSV with tabs), which is not supported yet'],
  [
    /^(?:[^\n";]{0,400}|"[^"\n]{0,400}");[^\n]*\n[^\n]*;/,
    'a table (CSV with semicolons), which is not supported yet',
  ],
  [
    /^(?:[^\n",.!?]{0,60}|"[^"\n]{0,400}"),(?:[^\n.!?]|[.!?](?=\S))*\n[^\n]*,/,
    'a table (CSV), which is not supported yet',
  ],
]
