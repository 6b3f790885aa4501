import { exportArchive } from '../../app/moving/export-archive.ts'
import { parseFolderSource } from '../../migration/sources/source-url.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { required, wrongUsage } from '../flags.ts'
import type { Flag } from '../flags.ts'
import { printDamages } from '../output/damages.ts'
import { bytes, table } from '../output/format.ts'

const EXAMPLE = 'archive:./backup'

const archiveUrl: Flag<string> = {
  value: 'URL',
  about: `${EXAMPLE}: a folder that is not there yet`,
  read(given, { cwd }) {
    const target = parseFolderSource(given, cwd)
    if (target?.kind === 'archive') return target.folder
    throw wrongUsage('takes an archive', `Write it as --to ${EXAMPLE}.`)
  },
}

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Write everything into an archive: the backup, which others can check too',
  flags: { to: archiveUrl, ...STORE_FLAG },
  examples: [
    'hitcraft export --to archive:./backup-2025-03-11',
    'hitcraft export --to archive:/mnt/backup/chats --store postgres://me@localhost/hitcraft',
  ],
  check({ to }) {
    required(to, 'to', EXAMPLE)
  },
  async run(context, { to }) {
    const folder = required(to, 'to', EXAMPLE)
    const store = await context.openStore('read')
    const progress = context.progress('export')
    const archive = await exportArchive(store, folder, {
      signal: context.signal,
      onProgress: (done, total) => progress.update(done, total, `${done} of ${total} records`),
    }).finally(() => progress.end())
    if (context.json) context.printJson(archive)
    else {
      const rows = Object.entries(archive.records).map(([kind, records]) => [kind, String(records)])
      for (const line of table([['', 'RECORDS'], ...rows])) context.print(line)
      printDamages(context, archive.damaged)
      context.print(`Archive: ${archive.folder} (${bytes(archive.bytes)})`)
      context.print(`SHA-256 of its tag manifest: ${archive.seal}`)
      context.note(
        `Check it anywhere with: cd ${folder} && sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt`,
      )
    }
    return archive.damaged.length > 0 ? EXIT.rejects : EXIT.done
  },
})
