import { openMemoryObjects } from './memory-objects-under-test.ts'
import { runObjectConformance } from './run-object-store.ts'

runObjectConformance('in memory', openMemoryObjects())
