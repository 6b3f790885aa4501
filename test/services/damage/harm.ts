/** One piece of a store's truth, damaged by the backend's own means, and put right again. */
export interface Harm {
  /** What is done to what, as the title of a trial. */
  readonly what: string
  /** What an examination must say of it: a thread's or record's id, or its place. */
  readonly names: string
  /** The thread that it is about, where it is about one. */
  readonly thread?: string
  do(): Promise<unknown>
  undo(): Promise<unknown>
}
