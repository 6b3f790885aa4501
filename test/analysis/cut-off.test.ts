import { describe, expect, it } from 'vitest'
import { analyze, kindsOf } from './thread-of.ts'

const TALK =
  'A chorus lives from what stands before it. Hold back the drums in the verse, and let the bass play long notes under few words. Open the room on the last line, so that the first beat of the chorus has a place to fall into. Keep the melody of the verse low, and leave its highest note to the title. Double the voice there, and pan the copies to both sides. Write the words of the verse as if somebody told a story, and those of the chorus as if a crowd sang them.'
const ASKED = 'u: how do I make a chorus stand out?'
const told = async (...lines: readonly string[]): Promise<boolean> =>
  kindsOf(await analyze(...lines)).includes('cut-off')

describe('an answer is cut off', () => {
  it.each([
    ['after a word that ends no sentence', `${TALK} Then bring back the bass together with the`],
    ['in a bracket', `${TALK} Some producers use a short delay (about eighty milliseconds, which`],
  ])('%s', async (_, answer) => {
    expect(await told(ASKED, `a: ${answer}`)).toBe(true)
  })

  it('in code that is closed all the same, and the user asks for the rest', async () => {
    const answer =
      'a: Here is a script that makes each song louder:\n\n```python\nimport wave\nimport os\n\ndef lift(path, gain):\n    with wave.open(path) as song:\n        frames = song.readframes(song.getnframes())\n    louder = []\n    for frame in frames:\n        louder.append(min(255, frame * gain))\n    return bytes(louder)\n\ndef main(folder):\n    for name in os.listdir(folder):\n        save(name, lift(name,\n```'
    expect(await told(ASKED, answer, 'u: continue')).toBe(true)
  })

  it('and the user asks for the rest of what stops in a sentence', async () => {
    const answer = `a: ${TALK} The last thing to do is to listen to it on small speakers`
    const analysis = await analyze(ASKED, answer, 'u: continue')
    expect(analysis.failures).toMatchObject([
      { kind: 'cut-off', noticedBy: 'user', evidence: [{}, { quote: 'continue' }] },
    ])
  })
})

describe('an answer is whole', () => {
  it.each([
    ['with its last mark', TALK],
    ['in a verse', `${TALK}\n\nI left the light on in the hall\nThere is no place I'd rather be`],
    [
      'with items that need no mark',
      `${TALK}\n\n- drums held back in the verse of the song\n- bass with long notes under few words\n- voice doubled and panned to both sides`,
    ],
    [
      'with a sentence in a fence that was closed late',
      `Here is a script that does it:\n\n\`\`\`python\nlift(path, (gain\n\nThis opens each of the songs and writes a louder copy of it beside.\n\`\`\``,
    ],
    ['in few words', 'Hold back the drums before the'],
  ])('%s', async (_, answer) => {
    expect(await told(ASKED, `a: ${answer}`)).toBe(false)
  })
})
