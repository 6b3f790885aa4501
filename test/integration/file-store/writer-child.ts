import { openFileStore } from '../../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../../src/storage/backends/folders.ts'
import { oneLine } from '../../conformance/check.ts'

/** Merges batch after batch into the store of a folder and prints each that was acknowledged. */
const [root = '', name = ''] = process.argv.slice(2)
const store = await openFileStore(foldersUnder(root))
for (let batch = 0; ; batch++) {
  const threads = Array.from({ length: 10 }, (_, n) =>
    oneLine(`${name}-${batch}-${n}`, `words of ${name} ${batch} ${n}`, batch),
  )
  await store.mergeThreads(threads)
  process.stdout.write(threads.map(({ id, contentHash }) => `${id} ${contentHash}\n`).join(''))
}
