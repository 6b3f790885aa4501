import type { Command } from './command.ts'
import { analyzeCommand } from './commands/analyze.ts'
import { compareCommand } from './commands/compare.ts'
import { configCommand } from './commands/config.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { exportCommand } from './moving/export.ts'
import { repairCommand } from './moving/repair.ts'
import { historyCommand } from './commands/history.ts'
import { importCommand } from './commands/import.ts'
import { migrateCommand } from './commands/migrate.ts'
import { reindexCommand } from './commands/reindex.ts'
import { reportCommand } from './commands/report.ts'
import { serveCommand } from './serving/serve.ts'
import { verifyCommand } from './commands/verify.ts'
import { workerCommand } from './serving/worker.ts'
import { deleteThreadsCommand } from './threads/delete-threads.ts'
import { exportThreadsCommand } from './threads/export-threads.ts'
import { listThreadsCommand } from './threads/list-threads.ts'
import { searchThreadsCommand } from './threads/search-threads.ts'
import { showThreadCommand } from './threads/show-thread.ts'

/** Every verb, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  importCommand,
  analyzeCommand,
  reportCommand,
  compareCommand,
  listThreadsCommand,
  showThreadCommand,
  searchThreadsCommand,
  exportThreadsCommand,
  deleteThreadsCommand,
  historyCommand,
  exportCommand,
  migrateCommand,
  verifyCommand,
  repairCommand,
  reindexCommand,
  serveCommand,
  workerCommand,
  configCommand,
  doctorCommand,
  demoCommand,
]
