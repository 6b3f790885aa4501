/** How often each oddity came up; part of the resume point, so that a note counts the whole file. */
export type Counts = Readonly<Record<string, number>>

const NOTES: Readonly<Record<string, (count: number) => string>> = {
  noTime: (count) =>
    `${count} messages have no readable time; they were kept without one, with the time as written`,
  unquoted: (count) => `${count} texts stand without quotes; they were kept as they stand`,
  numberJump: (count) => `the numbers of messages do not follow on each other at ${count} places`,
  outside: (count) => `${count} characters outside of threads (console output) were ignored`,
}

/** What the reader of the import's record should know. */
export function notesOf(counts: Counts): string[] {
  return Object.entries(NOTES).flatMap(([name, note]) => {
    const count = counts[name] ?? 0
    return count === 0 ? [] : [note(count)]
  })
}
