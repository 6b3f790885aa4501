import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { writeTable } from '../src/analysis/local/language/n-grams/table-file.ts'

// `node tools/make-n-gram-table.ts`: the n-grams of ELD (its large set) as the file that language detection reads.
// ELD writes the bytes of UTF-8 as characters of its dictionary; in the file they are bytes again.
const root = join(import.meta.dirname, '..')
const scoresSchema = z.record(z.string(), z.number())
const { ngramsData } = z
  .object({
    ngramsData: z.object({
      languages: z.record(z.string(), z.string()),
      ngrams: z.record(z.string(), scoresSchema),
    }),
  })
  .parse(await ofEld('ngrams/large.js'))
const { dictionary } = z
  .object({ dictionary: z.array(z.string()).length(256) })
  .parse(await ofEld('dictionary.js'))
const { avgScore } = z.object({ avgScore: scoresSchema }).parse(await ofEld('avgScore.js'))

const languages = Object.values(ngramsData.languages)
const byteOf = new Map(dictionary.map((character, byte) => [character, byte]))
byteOf.set(' ', 0x20)
const grams = Object.entries(ngramsData.ngrams).map(([gram, scores]) => ({
  bytes: Array.from(gram, (character) => byteOf.get(character) ?? 0),
  scores: Object.entries(scores).map(([language, score]) => [Number(language), score] as const),
}))
const averages = languages.map((language) => avgScore[language] ?? 0)
writeFileSync(
  join(root, 'src/analysis/local/language/n-grams/table.bin'),
  writeTable({ languages, averages, grams }),
)

function ofEld(file: string): Promise<unknown> {
  return import(pathToFileURL(join(root, 'node_modules/eld/src', file)).href)
}
