import { cpSync, globSync } from 'node:fs'
import { join } from 'node:path'

// What the compiler leaves behind: files of `src` that are data and not code (a table, weights, a notice) go to the
// same place in `dist`. Last step of `npm run build`.
const root = join(import.meta.dirname, '..')
for (const file of globSync('**/*', { cwd: join(root, 'src'), withFileTypes: true })) {
  if (!file.isFile() || file.name.endsWith('.ts')) continue
  const from = join(file.parentPath, file.name)
  cpSync(from, from.replace(join(root, 'src'), join(root, 'dist')))
}
