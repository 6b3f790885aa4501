import type { RunRow } from '../../src/jobs/pg-boss/run-rows.ts'

/** A run of nine threads that a worker is at. */
export const RUN: RunRow = {
  id: 'r',
  request: {},
  status: 'running',
  problem: null,
  is_left: false,
  planned: 9,
  failures: 0,
}
