import type { Command } from './command.ts'
import { analyzeCommand } from './commands/analyze.ts'
import { configCommand } from './commands/config.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { historyCommand } from './commands/history.ts'
import { importCommand } from './commands/import.ts'
import { migrateCommand } from './commands/migrate.ts'
import { reindexCommand } from './commands/reindex.ts'
import { reportCommand } from './commands/report.ts'
import { serveCommand } from './commands/serve.ts'
import { threadsCommand } from './commands/threads.ts'
import { verifyCommand } from './commands/verify.ts'

/** Every verb, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  importCommand,
  analyzeCommand,
  reportCommand,
  threadsCommand,
  historyCommand,
  migrateCommand,
  verifyCommand,
  reindexCommand,
  serveCommand,
  configCommand,
  doctorCommand,
  demoCommand,
]
