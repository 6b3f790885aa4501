import { sharedValue } from '../../../app/shared-value.ts'
import { passOver } from './passed-over.ts'
import { uploadFiles } from './uploads.ts'
import { sortChosen, walkEntries } from './walk-folder.ts'
import type { Found } from './walk-folder.ts'

/** How many folders are being looked through. */
const looking = sharedValue(0)

/** Whether dropped folders are being looked through. */
export function useIsLooking(): boolean {
  return looking.use() > 0
}

/** Takes what was dropped, files and folders. To be called while the drop is told: later it is empty. */
export async function takeDropped({ items, files }: DataTransfer): Promise<void> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry())
  const known = entries.filter((entry) => entry !== null)
  // What a program drops rather than a person may be no entry of a file system.
  if (known.length < files.length) return take(sortChosen([...files]))
  looking.set(looking.get() + 1)
  try {
    await take(await walkEntries(known))
  } finally {
    looking.set(looking.get() - 1)
  }
}

/** Takes files, or those of a folder, that were chosen in a dialog. */
export function takeChosen(files: readonly File[]): Promise<void> {
  return take(sortChosen(files))
}

async function take({ files, passedOver }: Found): Promise<void> {
  if (passedOver.length > 0) passOver(passedOver)
  await uploadFiles(files)
}
