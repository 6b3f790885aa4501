import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { checkPart, MOST_PARTS } from '../../migration/verify/part.ts'
import type { Part } from '../../migration/verify/part.ts'
import type { Flag } from '../flags.ts'
import { wrongUsage } from '../flags.ts'

/** `3/7`: the third of seven parts. */
export function part(about: string): Flag<Part> {
  return {
    value: 'N/T',
    about,
    read(given) {
      const [, number, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(given) ?? []
      const read = { number: Number(number), of: Number(of) }
      try {
        checkPart(read)
        return read
      } catch (error) {
        if (!isHitCraftError(error, 'INVALID_INPUT')) throw error
        const most = MOST_PARTS.toLocaleString('en-US')
        throw wrongUsage(
          `takes a part as 3/7, the third of seven (of 2 to ${most}), not "${given.slice(0, 40)}"`,
        )
      }
    },
  }
}
