import type { Act } from '../../../src/analysis/local/acts/act.ts'
import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import { textsOf } from '../../../src/domain/thread/content-part.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { readTurns } from '../../../bench/quality/turns.ts'
import type { WrittenTurn } from '../../../bench/quality/turns.ts'

/** An assistant's turn that is put together of written ones, for acts that no single turn can show. */
export interface MadeTurn {
  readonly act: Act
  readonly thread: Thread
}

interface Said {
  readonly role: string
  readonly text: string
}

/** Answers that come a second time, and answers in another language than the user's; of the split `train`. */
export function madeTurns(): MadeTurn[] {
  const turns = readTurns('train')
  return [...loops(turns), ...otherLanguages(turns)]
}

/** After "the same again" the answer that stood before, word for word or without its last sentence. */
function loops(turns: readonly WrittenTurn[]): MadeTurn[] {
  return turns.flatMap(({ act, thread }, i) => {
    const said = saidIn(thread)
    const [, answer] = said
    if (act !== 'same-again' || said.length !== 3 || answer === undefined) return []
    const sentences = answer.text.split(/(?<=[.!?。！？]) ?/u)
    const text =
      i % 2 === 0 || sentences.length < 3 ? answer.text : sentences.slice(0, -1).join(' ')
    return [{ act: 'loops', thread: threadOf(`loop-${i}`, [...said, { role: 'assistant', text }]) }]
  })
}

/** A request and the answer to another one, of the next language in the alphabet. */
function otherLanguages(turns: readonly WrittenTurn[]): MadeTurn[] {
  const answers = turns.filter(({ act, thread }) => act === 'answers' && thread.messages.length > 1)
  const languages = [...new Set(answers.map(({ language }) => language))]
  return answers.flatMap(({ language, thread }, i) => {
    const next = languages[(languages.indexOf(language) + 1) % languages.length]
    const others = answers.filter((other) => other.language === next)
    const text = saidIn(others[i % others.length]?.thread ?? thread).at(-1)?.text
    if (text === undefined || next === language) return []
    const said = [...saidIn(thread).slice(0, -1), { role: 'assistant', text }]
    return [{ act: 'other-language', thread: threadOf(`language-${i}`, said) }]
  })
}

function saidIn({ messages }: Thread): Said[] {
  return messages.map(({ role, content }) => ({
    role,
    text: textsOf(content).join('\n'),
  }))
}

function threadOf(id: string, said: readonly Said[]): Thread {
  const messages = said.map(({ role, text }, i) => ({
    id: `m${i}`,
    role,
    content: [{ type: 'text' as const, text }],
  }))
  return buildThread({ id, messages }, { format: 'bench' })
}
