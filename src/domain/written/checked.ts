/** Of how many quotes it was seen that they stand in their messages. */
export function checkedText({ quotes, dropped }: { quotes: number; dropped: number }): string {
  if (quotes === 0) return 'Nothing is quoted.'
  const all = `${quotes.toLocaleString('en-US')} ${quotes === 1 ? 'quote was' : 'quotes were'} looked up in the stored messages`
  if (dropped === 0) return `${all}: each stands there, word for word.`
  return `${all}: ${dropped.toLocaleString('en-US')} did not stand there word for word and were left out.`
}
