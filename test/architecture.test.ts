import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** What the backends share, and the table of them, are none of them. */
const BACKEND_FOLDERS = readdirSync(join(root, 'src/storage'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['core', 'backends', 'shadow'].includes(entry.name))
  .map(({ name }) => name)

/** What `app/` puts together for whoever works with it: nobody above does it again. */
const COMPOSED =
  '(importers/(import-file|spool-input)|analysis/(run|estimate)-analysis|insights/(build-report|render/(html|markdown)))\\.ts'

/**
 * Which room may look into which. A room is a folder of `src`, the first one that matches; what is not
 * listed for it is forbidden. Contracts that several rooms build on are named by file.
 */
const ROOMS: readonly { room: RegExp; may: readonly RegExp[] }[] = [
  { room: /^errors\//, may: [/^errors\//] },
  { room: /^files\//, may: [/^files\//, /^errors\//] },
  { room: /^domain\//, may: [/^domain\//, /^errors\//] },
  {
    room: /^config\.ts$/,
    may: [
      /^errors\//,
      /^files\//,
      /^domain\/values\//,
      /^storage\/(backends\/|parse-store-url\.ts)/,
      /^analysis\/(registry|models\/providers)\.ts$/,
    ],
  },
  ...BACKEND_FOLDERS.map(backend),
  {
    room: /^storage\//,
    may: [/^domain\//, /^errors\//, /^files\/(?:durable|make-folder)\.ts$/, /^storage\//],
  },
  format('hitcraft-text'),
  format('hitcraft-rtf', /^importers\/hitcraft-text\//),
  format('hitcraft-json'),
  format('openai-messages'),
  {
    room: /^importers\//,
    may: [/^domain\//, /^errors\//, /^files\//, /^importers\//, /^storage\/chat-store\.ts$/],
  },
  ...['claude', 'openai'].map((name) => ({
    // A provider knows the kit, and no other provider.
    room: new RegExp(`^analysis/models/${name}/`),
    may: [
      /^errors\//,
      /^analysis\/models\/(calls\/|model-provider\.ts|provider-definition\.ts)/,
      new RegExp(`^analysis/models/${name}/`),
    ],
  })),
  {
    room: /^analysis\//,
    may: [/^domain\//, /^errors\//, /^analysis\//, /^storage\/(chat-store|read-each|walk)\.ts$/],
  },
  {
    room: /^insights\//,
    may: [
      /^domain\//,
      /^errors\//,
      /^insights\//,
      /^analysis\//,
      /^storage\/(chat-store|read-each|walk)\.ts$/,
    ],
  },
  {
    // The older app's thread files are logs.
    room: /^migration\/legacy\//,
    may: [
      /^domain\//,
      /^errors\//,
      /^files\//,
      /^importers\/(detect|json|kit|registry\.ts|importer\.ts|source\/utf16\.ts|text\/encoding\.ts)/,
      /^migration\//,
      /^storage\//,
    ],
  },
  {
    room: /^migration\//,
    may: [
      /^domain\//,
      /^errors\//,
      /^files\//,
      /^migration\//,
      /^storage\//,
      // Whether who began a migration is still there.
      /^analysis\/run\/this-process\.ts$/,
    ],
  },
  {
    // Jobs know when work is done; what it is stands in app/, of which they know the shape alone.
    room: /^jobs\//,
    may: [
      /^domain\//,
      /^errors\//,
      /^files\/(?:durable|make-folder)\.ts$/,
      /^jobs\//,
      /^(importers\/import-options|analysis\/run\/(?:run-options|pause)|analysis\/models\/runs\/budget\/shared-run)\.ts$/,
      // What PostgreSQL's errors mean is said once.
      /^storage\/postgres\/connection\/errors\.ts$/,
    ],
  },
  {
    room: /^app\//,
    may: [/^(?!cli\/|http\/|index\.ts)/],
  },
  { room: /^http\//, may: [new RegExp(`^(?!cli/|analysis/|${COMPOSED})`)] },
  { room: /^cli\//, may: [new RegExp(`^(?!${COMPOSED})`)] },
  { room: /^require-node\.ts$/, may: [/^errors\//] },
  { room: /^index\.ts$/, may: [/^(?!cli\/|http\/)/] },
]

function backend(name: string) {
  return {
    room: new RegExp(`^storage/${name}/`),
    may: [
      /^domain\//,
      /^errors\//,
      /^files\/make-folder\.ts$/,
      /^storage\/[^/]+\.ts$/,
      /^storage\/core\//,
      /^storage\/backends\/(backend|folders|settings|url-parts)\.ts$/,
      new RegExp(`^storage/${name}/`),
    ],
  }
}

/** A format knows the shared tools of the importers, not another format. */
function format(name: string, also?: RegExp) {
  return {
    room: new RegExp(`^importers/${name}/`),
    may: [
      /^domain\//,
      /^errors\//,
      /^importers\/(?!hitcraft-|openai-|registry\.ts|import-file\.ts)/,
      new RegExp(`^importers/${name}/`),
      ...(also === undefined ? [] : [also]),
    ],
  }
}

/** Packages that stay in one room, so that their types do not leave it; those of backends follow from its folder. */
const VENDORS: Readonly<Record<string, RegExp>> = {
  'node:sqlite': /^(storage\/|jobs\/uploads\/folder-lock\.ts)/,
  fastify: /^http\//,
  '@fastify/send': /^http\//,
  pino: /^(http|jobs)\//,
  '@anthropic-ai/sdk': /^analysis\/models\/claude\/sdk\.ts$/,
  openai: /^analysis\/models\/openai\/sdk\.ts$/,
  'pg-boss': /^jobs\/pg-boss\//,
}

const files = globSync('src/**/*.ts', { cwd: root })
  .map((file) => relative('src', file))
  .sort()
const sources = new Map(files.map((file) => [file, readFileSync(join(root, 'src', file), 'utf8')]))

function importsOf(file: string): string[] {
  const source = sources.get(file) ?? ''
  return [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
    ([, name]) => name ?? '',
  )
}

function localImports(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name))
}

describe('architecture', () => {
  it('has files to speak of', () => {
    expect(files.length).toBeGreaterThan(40)
  })

  it('keeps the direction of imports', () => {
    const wrong = files.flatMap((file) => {
      const rule = ROOMS.find(({ room }) => room.test(file))
      if (rule === undefined) return [`${file} belongs to no room`]
      return localImports(file)
        .filter((target) => !rule.may.some((allowed) => allowed.test(target)))
        .map((target) => `${file} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('gives every backend a room of its own', () => {
    expect(BACKEND_FOLDERS).toContain('memory')
    // The first room that matches decides; without one of its own it would be that of all storage.
    const without = BACKEND_FOLDERS.filter((name) => {
      const rule = ROOMS.find(({ room }) => room.test(`storage/${name}/any.ts`))
      return String(rule?.room) !== String(backend(name).room)
    })
    expect(without).toEqual([])
  })

  it('loads no backend with the table of them', () => {
    const seen = new Set<string>()
    const visit = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      const source = sources.get(file) ?? ''
      const atOnce = source.matchAll(/^(?:import|export) (?!type )[^'"]*?from '(\.[^']+)'/gm)
      for (const [, name = ''] of atOnce) visit(join(dirname(file), name))
    }
    visit('storage/backends/backends.ts')
    const loaded = [...seen].filter((file) =>
      BACKEND_FOLDERS.some((folder) => file.startsWith(`storage/${folder}/`)),
    )
    expect(loaded.length).toBeGreaterThan(4)
    expect(loaded.filter((file) => !file.endsWith('/definition.ts'))).toEqual([])
  })

  it('keeps each vendor in its room', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => VENDORS[name] !== undefined && !VENDORS[name].test(file))
        .map((name) => `${file} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it("keeps a backend's packages in its folder", () => {
    const home = (file: string) => /^storage\/(objects\/)?[^/]+\//.exec(file)?.[0] ?? dirname(file)
    const packages = (list: readonly string[]) =>
      list.flatMap((file) =>
        importsOf(file)
          .filter((name) => !/^(\.|node:)/.test(name))
          .map((name) => ({ name, home: home(file) })),
      )
    // What the domain itself is built on is nobody's own.
    const common = new Set(
      packages(files.filter((file) => file.startsWith('domain/'))).map(({ name }) => name),
    )
    const own = packages(files.filter((file) => file.startsWith('storage/'))).filter(
      ({ name }) => !common.has(name),
    )
    expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining(['pg', 'mongodb']))
    const wrong = packages(files).filter((one) =>
      own.some((other) => other.name === one.name && other.home !== one.home),
    )
    expect(wrong).toEqual([])
  })

  it('has no cycles', () => {
    const done = new Set<string>()
    const visit = (file: string, path: readonly string[]): string[] => {
      if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' → ')]
      if (done.has(file) || !sources.has(file)) return []
      const found = localImports(file).flatMap((next) => visit(next, [...path, file]))
      done.add(file)
      return found
    }
    expect(files.flatMap((file) => visit(file, []))).toEqual([])
  })

  it('reads the environment in config.ts alone', () => {
    const readers = files.filter((file) => /process\.env\b/.test(sources.get(file) ?? ''))
    expect(readers).toEqual(['config.ts'])
  })

  it('prints in cli/ alone', () => {
    const printers = files.filter((file) =>
      /\bconsole\.|process\.std(out|err)\b/.test(sources.get(file) ?? ''),
    )
    expect(printers.filter((file) => !file.startsWith('cli/'))).toEqual([])
  })

  it('keeps files within 400 lines and folders within 12 files', () => {
    const long = files.filter((file) => (sources.get(file) ?? '').split('\n').length > 401)
    const folders = Map.groupBy(files, (file) => dirname(file))
    const crowded = [...folders].filter(
      ([folder, inside]) => folder !== 'domain' && inside.length > 12,
    )
    expect({ long, crowded: crowded.map(([folder]) => folder) }).toEqual({ long: [], crowded: [] })
  })

  it('gives the page types of the API, and what is written alike everywhere, alone', () => {
    const web = globSync('web/src/**/*.{ts,tsx}', { cwd: root })
    const wrong = web.flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8')
      return [...source.matchAll(/^import (type )?[^'"]*from '([^']*\/src\/[^']*)'/gm)]
        .filter(
          ([, type, target = '']) =>
            !/\/src\/domain\/(values\/percent|written\/\w+)\.ts$/.test(target) &&
            (type === undefined || !/\/src\/http\/schemas\/\w+\.ts$/.test(target)),
        )
        .map(([, , target]) => `${file} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })
})
