import { lightStem } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'

/** Words that ask for the same, each by the first of its list; compared as they are read, without accents. */
const ALIKE: readonly string[] = [
  'make write create generate give tell compose draft provide design build develop produce come suggest need want get escribe escribeme haz hazme dame crea genera componer תכתוב תכתבי תעשה תעשי תן תני צור écris fais schreib schreibe mach erstelle напиши сделай создай escreva faça crie',
  'what which whats qué cuál מה איזה איזו quel quelle was welche qual что какой',
  'how cómo איך comment wie как',
  'where dónde איפה où wo onde где',
  'explain describe explica describe תסביר explique erkläre объясни',
  'fix correct arregla corrige תתקן',
  'summarize summarise summary resume',
  'translate traduce traduis übersetze תרגם переведи',
  'rewrite rephrase reword paraphrase edit improve',
  'compare',
  'continue sigue continúa continua המשך תמשיך weiter продолжи',
  'change modify update cambia ändere',
  'play',
  'who quién מי qui wer кто',
  'why warum pourquoi почему למה',
  'act pretend imagine',
  'find recommend list show',
]

const WAYS: ReadonlyMap<string, string> = new Map(
  ALIKE.flatMap((list) => {
    const { words } = tokenize(list)
    return words.map((word): [string, string] => [word, words[0] ?? word])
  }),
)

/** How a wish asks, by its first word: to make something, to say what is, how it is done; else its own word's stem. */
export function wayOfAsking(wish: string): string {
  const [first = ''] = tokenize(wish).words
  return WAYS.get(first) ?? lightStem(first)
}

/** Whether a wish may begin with a word. */
export function isAskingWord(word: string): boolean {
  return WAYS.has(word)
}
