import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runOn } from './run-on.ts'

const { TEST_MONGODB_URI, MONGOD_BINARY, PATH = '' } = process.env
const isMongo =
  (TEST_MONGODB_URI ?? MONGOD_BINARY) !== undefined ||
  PATH.split(delimiter).some((folder) => existsSync(join(folder, 'mongod')))

runOn(
  'mongodb',
  isMongo
    ? {}
    : {
        'a call may hold thousands of threads, ids, analyses or records':
          'FerretDB on SQLite reads every document at each update, so it takes minutes; a mongod runs it',
      },
)
