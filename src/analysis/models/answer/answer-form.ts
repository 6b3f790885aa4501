import { z } from 'zod'
import { fulfilmentSchema, signalKindSchema } from '../../../domain/analysis/analysis.ts'
import { FAILURE_KINDS } from '../../../domain/analysis/failure-kind.ts'

const quoteSchema = z.strictObject({
  message: z.number().describe('The number of the message.'),
  quote: z.string().describe('Words of that message, exactly as they stand there.'),
})

/**
 * The form that a model fills in. Services take no bounds in a schema and want every member, so an empty list and an
 * empty text say that there is nothing.
 */
export const answerFormSchema = z.strictObject({
  language: z
    .string()
    .describe('The language of the user, as a BCP 47 tag such as "en" or "he"; "" when unclear.'),
  requests: z.array(
    z.strictObject({
      label: z.string().describe('The wish in one short phrase, in the language of the user.'),
      asked: quoteSchema.describe('The words with which the user asks for it.'),
      fulfilment: fulfilmentSchema,
      shown_by: z.array(quoteSchema).describe('The words that show what became of it.'),
      given_up: z.boolean().describe('Whether the user says that they let it go.'),
    }),
  ),
  failures: z.array(
    z.strictObject({ kind: z.enum(FAILURE_KINDS), shown_by: z.array(quoteSchema) }),
  ),
  signals: z.array(z.strictObject({ kind: signalKindSchema, said: quoteSchema })),
})
export type AnswerForm = z.infer<typeof answerFormSchema>
export type Quoted = z.infer<typeof quoteSchema>

/** The same as a JSON schema, in the part of it that all services know. */
export const ANSWER_SCHEMA: Readonly<Record<string, unknown>> = plainSchema()

function plainSchema(): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(answerFormSchema)
  return schema
}
