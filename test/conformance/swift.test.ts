import { runOn } from './run-on.ts'

const ALONE = 'without conditional writes one process writes at a time'

// The server that a store meets when it lacks conditional writes: everything but two writers at once.
runOn('swift', {
  'two stores at one place lose nothing of either, and see each other after refresh': ALONE,
  'a call may hold thousands of threads, ids, analyses or records':
    'Swift writes about a hundred objects a second, so it takes minutes; s3 and azure run it',
})
