import { runOn } from './run-on.ts'

runOn('postgres 18')
