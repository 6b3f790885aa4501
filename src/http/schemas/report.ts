import { z } from 'zod'
import type { SignalKind } from '../../domain/analysis/analysis.ts'
import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { FailureKind } from '../../domain/analysis/failure-kind.ts'
import type { Block, Cell, Proof } from '../../insights/content.ts'
import type { ReportContent } from '../../insights/describe-report.ts'
import type { Door } from '../../insights/door.ts'
import type { Count, Figure } from '../../insights/figures.ts'
import { bound, language, shortText } from './fields.ts'

/** The report. */

export const reportQuerySchema = z.strictObject({
  from: bound,
  to: bound,
  topic: shortText.optional(),
  language: language.optional(),
  /** A day (UTC): what came since is compared with what was before. */
  since: z.iso.date().optional(),
  /** `blocks`: the JSON with its sections as what they show, for a client that draws them. */
  format: z.enum(['json', 'blocks', 'md', 'html']).default('json'),
})

/** The answer in the format `blocks`. */
export type ApiReport = ReportContent

export type ApiBlock<K extends Block['kind'] = Block['kind']> = Extract<Block, { kind: K }>

export type ApiDoor = Door

export type ApiProof = Proof

export type ApiCell = Cell

export type ApiCount = Count

export type ApiFigure = Figure

export type ApiEvidence = Evidence

export type ApiFailureKind = FailureKind

export type ApiSignalKind = SignalKind
