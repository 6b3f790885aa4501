import { z } from 'zod'
import { facetText } from '../domain/thread/facet.ts'

/**
 * The way from a figure to the list of exactly the threads that it counts: what the list is asked for beyond
 * the report's own filter.
 */
export const doorSchema = z.strictObject({
  /**
   * Facets that all must hold, as `name:value`: what the API takes as `facet` and the command line as
   * `--facet`. Without any: the analyzed threads.
   */
  facets: z.array(z.string()),
  /** Days (UTC) of the last message, both included, in the place of the report's range. */
  from: z.string().optional(),
  to: z.string().optional(),
})
export type Door = z.infer<typeof doorSchema>

/** A door by facets, one value a name; what is undefined is no condition. */
export function doorTo(facets: Readonly<Record<string, string | undefined>>): Door {
  return {
    facets: Object.entries(facets).flatMap(([name, value]) =>
      value === undefined ? [] : [facetText({ name, value })],
    ),
  }
}
