export { readTime, toIso } from './kit/time.ts'
export type { SourceTime } from './kit/time.ts'
