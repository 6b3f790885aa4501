import { fileUnderTest } from './file-under-test.ts'
import { runConformance } from './run-conformance.ts'

runConformance('file', fileUnderTest())
