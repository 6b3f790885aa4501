import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const packBrotli = promisify(brotliCompress)
const packGzip = promisify(gzip)

/** Puts a `.br` and a `.gz` beside each text of the build, as small as they get. */
export function packFiles(): Plugin {
  return {
    name: 'pack-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        for (const [name, file] of Object.entries(bundle)) {
          if (!/\.(?:js|css|html)$/.test(name)) continue
          const content = Buffer.from(file.type === 'chunk' ? file.code : file.source)
          const [br, gz] = await Promise.all([
            packBrotli(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
            packGzip(content, { level: 9 }),
          ])
          this.emitFile({ type: 'asset', fileName: `${name}.br`, source: br })
          this.emitFile({ type: 'asset', fileName: `${name}.gz`, source: gz })
        }
      },
    },
  }
}
