import type { ZipMember } from './open-zip.ts'

/** Files that are zips inside, by a member that only they have. */
const KNOWN: readonly (readonly [member: RegExp, what: string])[] = [
  [/^xl\/workbook\./, 'an Excel workbook: save the sheet as CSV'],
  [/^word\/document\.xml$/, 'a Word document: save it as plain text'],
  [/^ppt\/presentation\.xml$/, 'a PowerPoint presentation'],
  [/^META-INF\/container\.xml$/, 'an e-book (EPUB)'],
  [/^AndroidManifest\.xml$/, 'an Android app'],
  [/^META-INF\/MANIFEST\.MF$/, 'a Java archive (JAR)'],
  [/^Index\/Document\.iwa$/, 'a Pages, Numbers or Keynote document'],
]

/** What the members show that this is; undefined: a zip of files. */
export function knownZip(members: readonly ZipMember[]): string | undefined {
  const names = new Set(members.map(({ entry }) => entry.name))
  // OpenDocument keeps its parts under these names and its kind in `mimetype`.
  if (names.has('mimetype') && names.has('content.xml')) {
    return 'an OpenDocument file (ODT, ODS): save it as plain text or CSV'
  }
  const found = KNOWN.find(([member]) => members.some(({ entry }) => member.test(entry.name)))
  if (found === undefined && names.has('[Content_Types].xml')) return 'an Office document'
  return found?.[1]
}
