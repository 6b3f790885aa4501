// A checkout runs its sources as they are; a published package has them compiled in dist/.
import './heap.js'
import './compile-cache.js'
import { existsSync } from 'node:fs'

const source = new URL('../src/cli/main.ts', import.meta.url)
const inPackage = import.meta.url.includes('/node_modules/')
const entry =
  !inPackage && existsSync(source) ? source : new URL('../dist/cli/main.js', import.meta.url)
const { main } = await import(entry.href)
process.exitCode = await main(process.argv.slice(2))
