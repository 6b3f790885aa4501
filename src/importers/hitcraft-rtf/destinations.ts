/** What stands in a group that a control word opens. */
export type Destination =
  /** Words of the document. */
  | 'words'
  /** Tables, pictures, commands: nothing that a reader of the document sees. */
  | 'hidden'
  /** Words beside the document's own: page headers, footnotes, comments. */
  | 'aside'
  | 'fonts'
  /** A text in two forms: only the form in Unicode (`\ud`) is read. */
  | 'two forms'

const HIDDEN =
  'colortbl stylesheet info pict object listtable listoverridetable rsidtbl generator themedata revtbl filetbl ' +
  'fldinst datafield formfield nonshppict objdata objclass objname objalias listname levelnumbers leveltext ' +
  'ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn xe tc tcn rxe txe bkmkstart bkmkend atrfstart atrfend atnid ' +
  'atnauthor atndate atnref atnparent atnicn template private do docvar xmlopen xmlnstbl mmathPr falt panose'
const ASIDE =
  'header headerl headerr headerf footer footerl footerr footerf footnote annotation shptxt background'

const DESTINATIONS = new Map<string, Destination>([
  ...HIDDEN.split(' ').map((name) => [name, 'hidden'] as const),
  ...ASIDE.split(' ').map((name) => [name, 'aside'] as const),
  ['fonttbl', 'fonts'],
  ['upr', 'two forms'],
  ['ud', 'words'],
  ['fldrslt', 'words'],
  ['result', 'words'],
])

/** Destinations that count as words in a group around them that does not. */
export const SHOWN_IN: ReadonlyMap<string, Destination> = new Map([
  ['ud', 'two forms'],
  ['result', 'hidden'],
  ['shptxt', 'hidden'],
])

/** @param isStarred whether `\*` says that who does not know the word skips the group */
export function destinationOf(name: string, isStarred: boolean): Destination | undefined {
  return DESTINATIONS.get(name) ?? (isStarred ? 'hidden' : undefined)
}
