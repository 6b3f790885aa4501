import type { Door } from '../../insights/door.ts'

/** How the blocks of one report are drawn. */
export interface Drawing {
  /** Cells of a line. */
  readonly width: number
  /** The flags that list the threads of a figure. */
  readonly flags: (door: Door) => string
}
