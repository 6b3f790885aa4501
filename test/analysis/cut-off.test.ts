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
    ['after few words', 'Here are some of the best known songs of the last two decades that'],
    ['in a bracket', `${TALK} Some producers use a short delay (about eighty milliseconds, which`],
  ])('%s', async (_, answer) => {
    expect(await told(ASKED, `a: ${answer}`)).toBe(true)
  })

  it('in each language by its own words', async () => {
    for (const [asked, answer] of [
      [
        '¿cómo grabo la voz del estribillo?',
        'Primero coloca el micrófono a unos veinte centímetros de la boca. Graba cada frase dos veces y escucha las dos. Después baja el volumen de la guitarra, abre el eco solo en la última palabra y por fin une las tomas con el',
      ],
      [
        'Wie nehme ich die Stimme im Refrain auf?',
        'Stellen Sie das Mikrofon etwa zwanzig Zentimeter vor den Mund. Nehmen Sie jede Zeile zweimal auf und hören Sie beide an. Danach senken Sie die Gitarre, öffnen den Hall nur auf dem letzten Wort und mischen die',
      ],
    ])
      expect(await told(`u: ${asked}`, `a: ${answer}`)).toBe(true)
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
  it('with a word that hangs in another language only', async () => {
    for (const [asked, answer] of [
      [
        '¿la nota más alta del estribillo está en la escala?',
        'Lo miré con calma otra vez y creo que en este caso la respuesta a tu pregunta es que no',
      ],
      [
        'Wann kann ich wegen der Aufnahme anrufen?',
        'Wir haben die Aufnahme noch nicht gehört, bitte rufen Sie uns deshalb morgen um neun an',
      ],
    ])
      expect(await told(`u: ${asked}`, `a: ${answer}`)).toBe(false)
  })

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
    [
      'with a letter',
      'So the right answer to the last question of the quiz about chords is option A',
    ],
    [
      'with a key',
      'The last chorus of the song moves from the key of C to the relative brightness of the key of E',
    ],
    [
      'with an address',
      'You can find all of the details and the prices of the lessons at www.example.com',
    ],
    [
      'with an address of the web',
      'You can find all of the details and the prices of the lessons at https://example.com/from',
    ],
    [
      'with a word that may hang',
      'I have looked at the song, and tomorrow I am glad to help you with that',
    ],
    ['with a face', 'I am so sorry to hear that the strings of your guitar broke last week :('],
    [
      'with a word that only hangs in another language',
      'I looked at it for quite a while, and the honest answer to that question is no',
    ],
    ['in few words', 'Hold back the drums before the'],
  ])('%s', async (_, answer) => {
    expect(await told(ASKED, `a: ${answer}`)).toBe(false)
  })
})
