import { workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { realFileSystem } from '../disk/file-system.ts'
import { help } from './settle-turn.ts'
import type { SettleTurn } from './settle-turn.ts'

/** A helper of the settler, in a thread of its own: takes turns by its port and tells results there. */
const { port } = workerData as { readonly port: MessagePort }
port.on('message', (turn: SettleTurn) =>
  help(turn, realFileSystem, (told) => port.postMessage(told)),
)
