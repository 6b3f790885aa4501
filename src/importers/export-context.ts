import type { ExportContext } from '../domain/thread/build-thread.ts'
import type { ImportOptions } from './importer.ts'

/** What `buildThread` must know of the export that is read. */
export function exportContext(
  format: string,
  { asOf, clock }: Pick<ImportOptions, 'asOf' | 'clock'>,
): ExportContext {
  return {
    format,
    ...(asOf === undefined ? {} : { asOf }),
    ...(clock === undefined ? {} : { clock }),
  }
}
