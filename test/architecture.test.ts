import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * Which room may look into which. A room is a folder of `src`, the first one that matches; what is not
 * listed for it is forbidden. Contracts that several rooms build on are named by file.
 */
const ROOMS: readonly { room: RegExp; may: readonly RegExp[] }[] = [
  { room: /^errors\//, may: [/^errors\//] },
  { room: /^files\//, may: [/^files\//, /^errors\//] },
  { room: /^domain\//, may: [/^domain\//, /^errors\//] },
  {
    room: /^config(-stores)?\.ts$/,
    may: [
      /^errors\//,
      /^files\//,
      /^config-stores\.ts$/,
      /^storage\/(parse-store-url|store-target)\.ts$/,
    ],
  },
  backend('memory'),
  backend('objects'),
  backend('postgres'),
  backend('mongodb'),
  { room: /^storage\//, may: [/^domain\//, /^errors\//, /^storage\//] },
  format('hitcraft-text'),
  format('hitcraft-rtf', /^importers\/hitcraft-text\//),
  format('hitcraft-json'),
  format('openai-messages'),
  {
    room: /^importers\//,
    may: [/^domain\//, /^errors\//, /^files\//, /^importers\//, /^storage\/chat-store\.ts$/],
  },
  {
    room: /^analysis\//,
    may: [/^domain\//, /^errors\//, /^analysis\//, /^storage\/(chat-store|read-each)\.ts$/],
  },
  {
    room: /^insights\//,
    may: [
      /^domain\//,
      /^errors\//,
      /^insights\//,
      /^analysis\//,
      /^storage\/(chat-store|read-each)\.ts$/,
    ],
  },
  {
    room: /^migration\//,
    may: [/^domain\//, /^errors\//, /^files\//, /^migration\//, /^storage\//],
  },
  {
    room: /^jobs\//,
    may: [/^domain\//, /^errors\//, /^jobs\//, /^storage\//, /^importers\//, /^analysis\//],
  },
  {
    room: /^app\//,
    may: [/^(?!cli\/|http\/|jobs\/|index\.ts)/],
  },
  { room: /^http\//, may: [/^(?!cli\/)/] },
  { room: /^cli\//, may: [/./] },
  { room: /^require-node\.ts$/, may: [/^errors\//] },
  { room: /^index\.ts$/, may: [/^(?!cli\/|http\/)/] },
]

function backend(name: string) {
  return {
    room: new RegExp(`^storage/${name}/`),
    may: [
      /^domain\//,
      /^errors\//,
      /^storage\/(chat-store|store-target)\.ts$/,
      /^storage\/[^/]+\.ts$/,
      /^storage\/core\//,
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

/** Packages that stay in one room, so that their types do not leave it. */
const VENDORS: Readonly<Record<string, RegExp>> = {
  pg: /^storage\/postgres\//,
  'pg-copy-streams': /^storage\/postgres\//,
  'node:sqlite': /^(storage\/objects\/catalog\/|jobs\/in-process\/folder-lock\.ts)/,
  mongodb: /^storage\/mongodb\//,
  '@aws-sdk/client-s3': /^storage\/objects\/s3\//,
  '@azure/storage-blob': /^storage\/objects\/azure-blob\//,
  '@azure/identity': /^storage\/objects\/azure-blob\//,
  fastify: /^http\//,
  '@fastify/send': /^http\//,
  pino: /^(http|jobs)\//,
}

const root = join(import.meta.dirname, '..')
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
    const folders = readdirSync(join(root, 'src/storage'), { withFileTypes: true })
      // What the backends share is none of them.
      .filter((entry) => entry.isDirectory() && entry.name !== 'core')
      .map(({ name }) => name)
    expect(folders).toContain('memory')
    // The first room that matches decides; without one of its own it would be that of all storage.
    const without = folders.filter((name) => {
      const rule = ROOMS.find(({ room }) => room.test(`storage/${name}/any.ts`))
      return String(rule?.room) !== String(backend(name).room)
    })
    expect(without).toEqual([])
  })

  it('keeps each vendor in its room', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => VENDORS[name] !== undefined && !VENDORS[name].test(file))
        .map((name) => `${file} imports ${name}`),
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

  it('keeps files under 400 lines and folders under 13 files', () => {
    const long = files.filter((file) => (sources.get(file) ?? '').split('\n').length > 401)
    const folders = Map.groupBy(files, (file) => dirname(file))
    const crowded = [...folders].filter(
      ([folder, inside]) => folder !== 'domain' && inside.length > 13,
    )
    expect({ long, crowded: crowded.map(([folder]) => folder) }).toEqual({ long: [], crowded: [] })
  })

  it('gives the page only types of the API', () => {
    const web = globSync('web/src/**/*.{ts,tsx}', { cwd: root })
    const wrong = web.flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8')
      return [...source.matchAll(/^import (type )?[^'"]*from '([^']*\/src\/[^']*)'/gm)]
        .filter(
          ([, type, target]) =>
            type === undefined || target?.endsWith('/src/http/api-schemas.ts') !== true,
        )
        .map(([, , target]) => `${file} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })
})
