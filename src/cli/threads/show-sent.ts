import { whatIsSent } from '../../app/threads/what-is-sent.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { CommandContext } from '../command.ts'
import { EXIT } from '../exit-codes.ts'

/**
 * `analyze --show-sent`: the texts of each request, one after another, with hidden characters shown; with `--json` all
 * that a request holds, as it is.
 */
export async function showSent(
  context: CommandContext,
  workspace: Workspace,
  id: string,
): Promise<number> {
  const sent = await whatIsSent(workspace, id)
  if (context.json) context.printJson(sent ?? { requests: [] })
  else if (sent === undefined) context.print('Nothing: this analyzer sends nothing anywhere.')
  else {
    context.note(`${sent.requests.length} to ${sent.to}, model ${sent.model}`)
    for (const { fixed, transcript } of sent.requests) {
      context.print(fixed)
      context.print(transcript)
    }
  }
  return EXIT.done
}
