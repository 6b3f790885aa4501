import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { writeAnswerKey } from './answer-key.ts'
import { writeJson } from './json-writer.ts'
import { parseScript } from './parse-script.ts'
import { writeRtf } from './rtf-writer.ts'
import { EXPORT_DAYS, schedule } from './schedule.ts'
import { snapshot } from './snapshot.ts'
import { TOPICS } from './topics.ts'
import type { TopicSlug } from './topics.ts'
import { SHELL_OUTPUT, writeTxt } from './txt-writer.ts'

const CONVERSATIONS = fileURLToPath(new URL('../conversations/', import.meta.url))

/** Every generated file by its path under `samples/`. The same bytes on every call. */
export function sampleFiles(): Map<string, string> {
  const topics = Object.keys(TOPICS) as TopicSlug[]
  const threads = schedule(
    topics.flatMap((topic) =>
      parseScript(topic, readFileSync(`${CONVERSATIONS}${topic}.txt`, 'utf8')),
    ),
  )
  const files = new Map([['answer-key.json', writeAnswerKey(threads)]])
  for (const exported of EXPORT_DAYS) {
    const shown = snapshot(threads, exported)
    const txt = writeTxt(shown)
    const isFirst = exported.day === 1
    const path = `${exported.date}/hitcraft-export`
    files.set(`${path}.txt`, isFirst ? txt + SHELL_OUTPUT : txt)
    files.set(`${path}.rtf`, writeRtf(txt, isFirst ? 'signed' : 'unsigned'))
    files.set(`${path}.json`, writeJson(shown, isFirst ? 'relaxed' : 'canonical'))
  }
  return files
}
