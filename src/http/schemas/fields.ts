import { z } from 'zod'
import { facetOf } from '../../domain/thread/facet.ts'
import type { Facet } from '../../domain/thread/facet.ts'

/** Fields that requests of several routes have. */

/** A date or a time with its zone; parsed by `parseTimeBound`. Empty is absent. */
export const bound = z.string().max(40).optional()

export const shortText = z.string().max(200)

/** A tag as the reports list it; `unknown` are the threads in no language that could be told. */
export const language = shortText

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(4000).optional(),
})

/** `name:value` of any facet; several are given by the field several times, and all must hold. */
export const facets = z
  .union([z.string().max(600), z.array(z.string().max(600)).max(20)])
  .transform((texts, context): readonly Facet[] =>
    [texts].flat().map((text) => {
      const facet = facetOf(text)
      if (facet === undefined) context.addIssue('must be a name, a colon and a value')
      return facet ?? z.NEVER
    }),
  )

/** An id can be anything, a path among it: so it goes in the query. */
export const threadIdQuerySchema = z.strictObject({ id: z.string().min(1).max(20_000) })
