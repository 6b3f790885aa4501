import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { send } from '@fastify/send'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptedEncoding } from '../compression.ts'

/** Addresses of the page's own places; they all are the one page. */
const PLACES = ['/', '/threads', '/thread', '/sent', '/imports', '/compare', '/storage']
/** Endings that the build adds to a file packed beforehand. */
const PACKED = { br: '.br', gzip: '.gz' } as const
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const PAGE = '/index.html'

export interface PageServer {
  /** The page itself, which says that there is nothing at this address. */
  answerUnknown(reply: FastifyReply): Promise<FastifyReply>
}

/** Serves the built page: its places, and its files under their own names. */
export function servePage(app: FastifyInstance, root: string): PageServer {
  const serve = async (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const encoding = acceptedEncoding(request.headers['accept-encoding'])
    const packed = encoding === undefined ? undefined : path + PACKED[encoding]
    const isPacked = packed !== undefined && isThere(root, packed)
    const file = await send(request.raw, isPacked ? packed : path, {
      root,
      index: false,
      cacheControl: false,
    })
    if (file.type !== 'file') {
      file.stream.destroy()
      return reply.callNotFound()
    }
    // Names under assets/ hold a hash of their content; the page itself is asked for each time.
    const isHashed = path.startsWith('/assets/')
    const type = TYPES[extname(path)]
    return reply
      .code(file.statusCode)
      .headers(file.headers)
      .headers({
        'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(isPacked ? { 'content-encoding': encoding } : {}),
      })
      .send(file.stream)
  }
  const config = { isPage: true } as const
  for (const place of PLACES) {
    app.get(place, { config }, (request, reply) => serve(request, reply, PAGE))
  }
  app.get('/*', { config }, (request, reply) =>
    serve(request, reply, request.url.replace(/\?.*/s, '')),
  )
  return {
    async answerUnknown(reply) {
      const page = await readFile(join(root, PAGE), 'utf8')
      return reply.code(404).type('text/html; charset=utf-8').send(page)
    },
  }
}

/** Only names of the build are looked for, so no address reaches the disk here. */
function isThere(root: string, path: string): boolean {
  return /^\/(?:[\w-]+\/)?[\w.-]+$/.test(path) && existsSync(join(root, path))
}
