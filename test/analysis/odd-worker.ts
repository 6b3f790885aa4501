import { serveTasks } from '../../src/analysis/apart/serve-tasks.ts'
import { HitCraftError } from '../../src/errors/hitcraft-error.ts'

/** A worker that answers what it is told, fails as it is told, or dies at it. */
serveTasks(async (task: string) => {
  if (task === 'die') process.exit(1)
  if (task === 'break') throw new TypeError('secret words')
  if (task === 'refuse') throw new HitCraftError('UNAVAILABLE', 'not now', { remedy: 'Later.' })
  return `did ${task}`
})
