import { lightStem } from '../../local/text/content-words.ts'
import { topicWords } from '../text/topic-words.ts'

/**
 * What users of a music product miss, by words that name it, in English, Spanish and Hebrew, some in other languages.
 * `studio-words.ts` has the matter of a request; a need is told apart by the thing itself, so that a file of notes is
 * none of sound here.
 */
const MISSED: Readonly<Record<string, string>> = {
  notes: 'midi מידי',
  project:
    'project session daw ableton cubase proyecto sesión projekt projet projeto проект פרויקט סשן',
  tuning:
    "pitch tune tuning autotune afinar afina afinación desafiné desafinado פיץ' פיץ זיוף מזויף מזויפים לכוון תכוון",
  menus:
    'menu menus interface screen screens buttons menú menús interfaz pantalla pantallas botones תפריט תפריטים ממשק מסך המסך מסכים כפתורים меню интерфейс',
  video: 'video videos clip clips vídeo קליפ סרטון וידאו видео клип',
  picture:
    'picture pictures image images artwork cover covers imagen imágenes portada portadas carátula תמונה תמונות עטיפה עטיפות bild pochette capa обложка картинка',
  refund: 'refund refunds reembolso devolución החזר החזרים תחזירו возврат remboursement erstattung',
  together:
    'together collaborate collaboration invite juntos colaborar invitar ביחד להזמין משותפת вместе zusammen ensemble',
  earlier: 'undo version versions revert deshacer versión versiones גרסה גרסאות',
  download:
    'download downloads export exporting bounce descargar descarga bajar exportar להוריד תוריד מוריד מורידה מורידים הורדה לייצא תייצא ייצוא télécharger exporter herunterladen exportieren baixar скачать',
  lyrics: 'lyric lyrics letra letras מילים paroles songtext',
  chords: 'chord chords acorde acordes אקורד אקורדים akkorde',
  melody: 'melody melodies melodía melodías מנגינה מנגינות мелодию мелодия',
}

/** By stems, so that forms of a word are one. */
const THINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(MISSED).flatMap(([thing, words]) =>
    topicWords(words).map((stem): [string, string] => [stem, thing]),
  ),
)

/** Things that are a need by themselves, whatever is said beside; lyrics, say, may be wanted in many ways. */
const WHOLE: ReadonlySet<string> = new Set([
  'notes',
  'tuning',
  'video',
  'picture',
  'refund',
  'together',
  'earlier',
])

export function isWholeNeed(thing: string | undefined): boolean {
  return thing !== undefined && WHOLE.has(thing)
}

/** The thing that a stem names; undefined for one of none. */
export function missedThing(stem: string): string | undefined {
  return THINGS.get(stem) ?? THINGS.get(lightStem(stem))
}
