import { once } from 'node:events'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'Serve the web page and the HTTP API on this machine',
  flags: STORE_FLAG,
  examples: ['hitcraft serve', 'PORT=9000 hitcraft serve', 'hitcraft serve --store file:./demo'],
  async run(context) {
    // Loaded here, so that the other verbs start without it.
    const { startServer } = await import('../../http/server.ts')
    const server = await startServer(context.config)
    if (context.json) context.printJson({ url: server.url })
    else context.print(`Open ${server.url}  (Ctrl-C ends it; nothing is lost)`)
    if (!context.signal.aborted) await once(context.signal, 'abort')
    await server.close()
    return EXIT.done
  },
})
