/** UTF-16 units of a label. */
const LONGEST = 120

/**
 * A label of a model as one plain line: what stands for personal data in it is named by its kind alone (`[mail]`), as
 * a label goes into lists and reports.
 */
export function plainLabel(label: string): string {
  const line = label
    .slice(0, LONGEST * 4)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/\[([A-Z]{2,8})_\d{1,6}\]/g, (_all, type: string) => `[${type.toLowerCase()}]`)
    .trim()
  return line.length <= LONGEST
    ? line
    : `${line
        .slice(0, LONGEST - 1)
        .toWellFormed()
        .trimEnd()}…`
}
