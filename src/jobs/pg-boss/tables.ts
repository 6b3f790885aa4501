/** Of the tables below. Raised with each change, which may add to them and take nothing away. */
const LAYOUT = 1

/** Which layout there is: null where there is none. */
export const LAYOUT_THERE = `
SELECT obj_description(to_regnamespace('hitcraft_runs')::oid, 'pg_namespace') AS layout`

/** Whether the tables need not be made: they are there, or those of a later version. Making them takes more rights than using them. */
export function areMade(layout: string | null): boolean {
  return Number(layout) >= LAYOUT
}

/**
 * Our tables beside those of pg-boss, in a schema of their own. `run`: an analysis that was asked for, with its budget.
 * `part`: what a worker has done of it; its claims are in the store. `hold`: the most that a call under way may cost.
 * `failed`: threads that no part tries again. All statements together are one transaction.
 */
export const TABLES = `
SELECT pg_advisory_xact_lock(hashtext('hitcraft_runs'));
CREATE SCHEMA IF NOT EXISTS hitcraft_runs;
CREATE TABLE IF NOT EXISTS hitcraft_runs.run (
  id text PRIMARY KEY,
  analyzer_key text NOT NULL,
  request jsonb NOT NULL,
  is_free boolean NOT NULL,
  -- One worker alone may do it, and nobody else before a time that it puts off again and again.
  is_for_one boolean NOT NULL,
  taken_until timestamptz NOT NULL DEFAULT '-infinity',
  status text NOT NULL DEFAULT 'waiting',
  -- What ended it before its time, or what it waits for.
  problem jsonb,
  planned bigint NOT NULL,
  -- Parts that failed one after another, with nothing saved between.
  failures int NOT NULL DEFAULT 0,
  -- Units of the budget: tokens, or billionths of a dollar. No cap: no budget.
  cap bigint,
  spent bigint NOT NULL DEFAULT 0,
  held bigint NOT NULL DEFAULT 0,
  paused_until timestamptz NOT NULL DEFAULT '-infinity',
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS run_waiting
  ON hitcraft_runs.run (analyzer_key) WHERE status = 'waiting';
CREATE UNIQUE INDEX IF NOT EXISTS run_that_costs
  ON hitcraft_runs.run (analyzer_key) WHERE status IN ('waiting', 'running') AND NOT is_free;
CREATE INDEX IF NOT EXISTS run_newest ON hitcraft_runs.run (analyzer_key, asked_at);
CREATE TABLE IF NOT EXISTS hitcraft_runs.part (
  run text NOT NULL REFERENCES hitcraft_runs.run ON DELETE CASCADE,
  worker text NOT NULL,
  analyzed bigint NOT NULL DEFAULT 0,
  failed bigint NOT NULL DEFAULT 0,
  spending jsonb,
  -- The seat that it sits on.
  seat text,
  beat_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  is_over boolean NOT NULL DEFAULT false,
  PRIMARY KEY (run, worker)
);
CREATE TABLE IF NOT EXISTS hitcraft_runs.hold (
  run text NOT NULL REFERENCES hitcraft_runs.run ON DELETE CASCADE,
  worker text NOT NULL,
  call int NOT NULL,
  most bigint NOT NULL,
  PRIMARY KEY (run, worker, call)
);
CREATE TABLE IF NOT EXISTS hitcraft_runs.failed (
  run text NOT NULL REFERENCES hitcraft_runs.run ON DELETE CASCADE,
  mark text NOT NULL,
  PRIMARY KEY (run, mark)
);
ALTER TABLE hitcraft_runs.part ADD COLUMN IF NOT EXISTS seat text;
COMMENT ON SCHEMA hitcraft_runs IS '${LAYOUT}';
`
