import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleFiles } from './generator/sample-files.ts'

/** Writes the three exports and the answer key: `node samples/generate.ts`. */
for (const [path, text] of sampleFiles()) {
  const file = fileURLToPath(new URL(path, import.meta.url))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`samples/${path}: ${Buffer.byteLength(text)} bytes`)
}
