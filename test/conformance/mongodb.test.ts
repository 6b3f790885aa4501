import { runOn } from './run-on.ts'

runOn('mongodb')
