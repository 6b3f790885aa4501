import type { Evidence } from '../../domain/analysis/evidence.ts'

/**
 * Quotes by the order in which their threads are shown: first the threads whose words are all of the language that most
 * threads of the report are in, as who keeps the log reads that one; of those alike the order stays. A quote whose
 * language cannot be told stands in nobody's way. Within a thread the order stays, too, until the messages are read:
 * `dropUnproved` has it as it was said.
 *
 * @param language BCP 47; undefined where no language can be told
 */
export function readableFirst(
  evidence: readonly Evidence[],
  language: string | undefined,
): Evidence[] {
  const threads = [...Map.groupBy(evidence, ({ threadId }) => threadId).values()]
  const [readable, others] = [true, false].map((is) =>
    threads.filter((quotes) => isReadable(quotes, language) === is),
  )
  return [...(readable ?? []), ...(others ?? [])].flat()
}

/** Whether no quote is known to be of another language. */
function isReadable(quotes: readonly Evidence[], language: string | undefined): boolean {
  return quotes.every((quote) => (quote.language ?? language) === language)
}
