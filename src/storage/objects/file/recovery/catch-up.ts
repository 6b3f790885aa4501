import { logEnd, setLogEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { forgetBuried } from './forget-buried.ts'
import { replay } from './replay.ts'
import { salvage } from './salvage.ts'

/**
 * Makes sure before a write that the log is what the catalog takes it for: takes in what a process synced
 * that died before it told, and never writes behind bytes that are lost. The caller is in `catalog.write`.
 */
export function catchUp(context: BaseContext): void {
  const { catalog, log } = context
  const { segment, end } = logEnd(catalog)
  const size = log.size(segment)
  if (size > end) {
    setLogEnd(catalog, segment, replay(context, segment, end))
    forgetBuried(context)
  }
  if (size < end) salvage(context, segment)
}
