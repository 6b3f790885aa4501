import type { CommandContext } from '../command.ts'

/** A command that is told, as its reader types it: called as this one was, on the same store. */
export function called(
  { command, storeFlag }: Pick<CommandContext, 'command' | 'storeFlag'>,
  words: string,
): string {
  return [command, words, ...(storeFlag === undefined ? [] : [storeFlag])].join(' ')
}
