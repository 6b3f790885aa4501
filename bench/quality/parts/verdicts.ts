import { readVerdicts } from '../reading/verdict.ts'
import { verdictTable } from '../reading/verdict-table.ts'
import type { Table } from '../table.ts'

/** What readers said of the sheets whose verdicts are kept. */
export function verdicts(): Promise<Table[]> {
  return Promise.resolve([...readVerdicts()].map(([name, some]) => verdictTable(name, some)))
}
