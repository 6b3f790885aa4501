/** What is known by its first characters and is no JSON; the first that fits is named. */
export const KNOWN_TEXTS: readonly (readonly [pattern: RegExp, name: string, is?: 'chat'])[] = [
  [/^\s*<(?:!doctype html|html|head|body)\b/i, 'an HTML page (an error page saved as the export?)'],
  [/^%PDF-/, 'a PDF'],
  [/^\{\\rtf/, 'rich text without thread banners'],
  [/^\s*<\?xml/, 'XML'],
  [
    /^\s*(?:\[\s*)?\{\s*(?:_id|[A-Za-z_$][\w$]*)\s*:|\b(?:ObjectId|ISODate|NumberLong)\(/,
    'the output of a MongoDB shell: write JSON instead, with mongoexport or EJSON.stringify',
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
  [/^sep=.\r?\n/, 'a table (CSV), which is not supported yet'],
  [/^[^\n"\t]{0,400}\t[^\n]*\n[^\n]*\t/, 'a table (CSV with tabs), which is not supported yet'],
  [
    /^(?:[^\n";]{0,400}|"[^"\n]{0,400}");[^\n]*\n[^\n]*;/,
    'a table (CSV with semicolons), which is not supported yet',
  ],
  [
    /^(?:[^\n",]{0,400}|"[^"\n]{0,400}"),[^\n]*\n[^\n]*,/,
    'a table (CSV), which is not supported yet',
  ],
]
