import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EXIT_OF_ERROR } from '../src/cli/exit-codes.ts'
import { COMMANDS } from '../src/cli/commands.ts'
import { SETTINGS } from '../src/config.ts'
import { BACKEND_KINDS, BACKENDS } from '../src/storage/backends/backends.ts'
import { ERROR_CODES } from '../src/errors/error-codes.ts'
import type { ErrorCode } from '../src/errors/error-codes.ts'
import { HTTP_STATUS } from '../src/http/error-status.ts'

const ROOT = join(import.meta.dirname, '..')
const PAGES = [
  'README.md',
  'AGENTS.md',
  'samples/README.md',
  ...globSync('docs/**/*.md', { cwd: ROOT }),
]
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8')

describe('the documents', () => {
  it('link to what is there', () => {
    const broken = PAGES.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !existsSync(join(ROOT, dirname(page), target)))
        .map((target) => `${page} → ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('name files that are there', () => {
    // `toy` stands for the one that a reader is about to add.
    const gone = PAGES.flatMap((page) =>
      [...read(page).matchAll(/\b(?:src|test|bench|web)\/[\w./-]+\.tsx?\b/g)]
        .map(([path]) => path)
        .filter((path) => !path.includes('toy') && !existsSync(join(ROOT, path)))
        .map((path) => `${page}: ${path}`),
    )
    expect(gone).toEqual([])
  })

  it('name every error with its exit and its HTTP status', () => {
    const rows = new Map(
      [...read('docs/errors.md').matchAll(/^\| `(\w+)` +\|.*\| +(\d+) +\| +(\d+) +\|$/gm)].map(
        ([, code, exit, status]) => [code, [Number(exit), Number(status)]],
      ),
    )
    const expected = new Map(
      (Object.keys(ERROR_CODES) as ErrorCode[]).map((code) => [
        code,
        [EXIT_OF_ERROR[code], HTTP_STATUS[code]],
      ]),
    )
    expect(rows).toEqual(expected)
  })

  it('show verbs and flags that exist', () => {
    const verbs = new Map(COMMANDS.map(({ name, flags }) => [name, Object.keys(flags)]))
    const common = ['json', 'help']
    const wrong = PAGES.flatMap((page) =>
      [...read(page).matchAll(/(?:^|[`(] *|-- )hitcraft(?: --)? ([a-z]+)([^`\n]*)/gm)].flatMap(
        ([line, verb = '', rest = '']) => {
          const two = `${verb} ${/^ ([a-z]+)/.exec(rest)?.[1] ?? ''}`
          const flags = verbs.get(two) ?? verbs.get(verb)
          if (flags === undefined) return [`${page}: ${line}`]
          return [...rest.matchAll(/(?<= )--([a-z-]+)/g)]
            .filter(([, flag = '']) => ![...flags, ...common].includes(flag))
            .map(([flag]) => `${page}: ${verb} ${flag}`)
        },
      ),
    )
    expect(wrong).toEqual([])
  })

  it('say what each verb prints with --json', () => {
    const page = read('docs/command-line.md')
    expect(
      COMMANDS.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``)),
    ).toEqual([])
  })

  it('show the library as a program uses it', () => {
    const example = read('test/package/example.ts').replace(/^\/\/.*\n/, '')
    expect(read('README.md')).toContain(`\`\`\`ts\n${example}\`\`\``)
  })

  it('name every backend, and its settings where it is deployed', () => {
    const rows = [...read('docs/storage.md').matchAll(/^\| `(\w+)` +\| [^|`]+\| [^|]+\|$/gm)]
    expect(rows.map(([, kind = '']) => kind).toSorted()).toEqual(BACKEND_KINDS.toSorted())
    const words = read('docs/architecture.md')
    expect(BACKEND_KINDS.filter((kind) => !words.includes(`\`${kind}\``))).toEqual([])
    const deployment = PAGES.filter((page) => page.startsWith('docs/deployment/'))
      .map(read)
      .join()
    const settings = Object.values(BACKENDS).flatMap((backend) => Object.keys(backend.settings))
    expect(settings.filter((name) => !deployment.includes(name))).toEqual([])
  })

  it('and the settings tell what each setting is for', () => {
    for (const { about } of Object.values(SETTINGS)) expect(about.length).toBeGreaterThan(10)
  })
})
