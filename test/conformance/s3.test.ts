import { runOn } from './run-on.ts'

runOn('s3')
