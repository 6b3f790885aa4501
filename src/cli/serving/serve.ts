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
    const { BUILD_PAGE } = await import('../../http/page/unbuilt-page.ts')
    const server = await startServer(context.config)
    if (context.json) context.printJson({ url: server.url, hasPage: server.hasPage })
    else if (server.hasPage) {
      context.print(`Open ${server.url}  (Ctrl-C ends it; nothing is lost)`)
    } else context.print(`The API answers at ${server.url}  (Ctrl-C ends it; nothing is lost)`)
    if (!server.hasPage) {
      context.note(`The page is not built yet. Build it and start again: ${BUILD_PAGE}`)
    }
    if (!context.signal.aborted) await once(context.signal, 'abort')
    await server.close()
    return EXIT.done
  },
})
