import { describe, it } from 'vitest'
import { conditions } from './conditions.ts'
import { lists } from './lists.ts'
import { runObjectCheck } from './object-check.ts'
import type { ObjectCheck, OpenObjects } from './object-check.ts'
import { objects } from './objects.ts'

export const OBJECT_CHECKS: readonly ObjectCheck[] = [...objects, ...conditions, ...lists]

/** Holds an implementation to every promise of `storage/objects/object-store.ts`. */
export function runObjectConformance(name: string, open: OpenObjects): void {
  describe(`objects: ${name}`, () => {
    for (const check of OBJECT_CHECKS) {
      // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title
      it(check.name, ({ skip }) =>
        runObjectCheck(check, open, (reason) => skip(`${name}: ${check.name}: ${reason}`)),
      )
    }
  })
}
