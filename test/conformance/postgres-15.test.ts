import { runOnPostgres } from './run-on-postgres.ts'

runOnPostgres('15')
