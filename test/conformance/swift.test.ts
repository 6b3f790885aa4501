import { runOn } from './run-on.ts'

const READS =
  'what only reads is the same catalog as on s3 and azure; the long run tries it here too'
const isLong = process.env['TEST_LONG'] === '1'

// The server that a store meets when it lacks conditional writes: everything but two writers at once.
runOn(
  'swift',
  {
    'a call may hold thousands of threads, ids, analyses or records':
      'Swift writes about a hundred objects a second, so it takes minutes; s3 and azure run it',
  },
  isLong
    ? {}
    : { 'lists and cursors': READS, search: READS, 'pending and analyses': READS, fidelity: READS },
)
