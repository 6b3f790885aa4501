import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'vite'

// Puts the code of the providers' SDKs in the place of the files that import them: installed they take 50 MB, of which
// we call some 2. The licences of what is in it go with it. After the compiler, in `npm run build`.
const root = join(import.meta.dirname, '..')
/** The package that a module belongs to, as its folder. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/

for (const sdk of globSync('dist/analysis/models/*/sdk.js', { cwd: root }).sort()) {
  const folder = join(root, dirname(sdk))
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(folder, 'sdk.js'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'sdk.js', codeSplitting: false } },
    },
  })
  if (Array.isArray(built) || !('output' in built)) throw new Error('vite built something else')
  const modules = built.output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
  const packages = new Set(modules.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []))
  writeFileSync(join(folder, 'SDK-LICENSES.txt'), [...packages].sort().map(licenceOf).join('\n'))
}

function licenceOf(folder: string): string {
  const texts = globSync('LICEN[CS]E*', { cwd: folder }).sort()
  return [
    relative(root, folder),
    ...texts.map((file) => readFileSync(join(folder, file), 'utf8')),
  ].join('\n\n')
}
