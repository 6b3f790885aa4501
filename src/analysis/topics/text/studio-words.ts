import { openEncoder } from '../../encoder/encoder.ts'
import { lightStem } from '../../local/text/content-words.ts'
import { topicWords } from './topic-words.ts'

/**
 * What words of a music studio name, in English, Spanish and Hebrew, some in French, German, Portuguese, Russian and
 * Arabic. The encoder takes many of them for their everyday meaning ("master", "cover") or cuts them into syllables.
 */
const NAMED: Readonly<Record<string, string>> = {
  'drums percussion':
    'drum drums drummer drumming beat beats groove kick snare hat hats hihat percussion cymbal toms fill shaker clap quantize batería bombo caja redoblante percusión platillos palmas תוף תופים מקצב ביט סנר קיק גרוב דרבוקה batterie schlagzeug trommel bateria барабаны طبول',
  melody:
    'melody melodies melodic topline tune motif humming hummed riff melodía melodías tonada מנגינה מלודיה לחן mélodie melodie melodia мелодия لحن',
  'chords harmony':
    'chord chords harmony progression inversion arpeggio triad acorde acordes armonía progresión אקורד אקורדים הרמוניה accord accords akkord akkorde аккорды',
  'musical scale':
    'scale key minor major mode pentatonic escala tonalidad menor mayor סולם מינור gamme tonart tonleiter',
  'lyrics rhymes':
    'lyric lyrics verse verses rhyme rhymes rhyming syllable syllables couplet stanza letra letras estrofa estrofas rima rimas rimar בית בתים חרוז חרוזים חריזה מילה מילים paroles couplet rime songtext strophe reim слова',
  chorus: 'chorus refrain hook estribillo coro פזמון refrão',
  'singing voice':
    'vocal vocals voice voices vox sing singing singer choir falsetto voz voces cantar canto cantante קול קולות ווקאל זמר זמרת voix chant chanter stimme gesang vocais голос صوت',
  'mix sound':
    'mix mixing mixdown balance panning mezcla mezclar mezclas מיקס מיקסינג לערבב mixage mixer abmischen mischen',
  'sound effects reverb':
    'reverb delay echo compression compressor eq equalizer saturation sidechain sibilance autotune reverberación eco compresor ecualizador ecualizar ריוורב דיליי קומפרסור אקולייזר קומפרסיה',
  'mastering loudness':
    'master masters mastering mastered loudness loud louder lufs limiter headroom clipping clips máster masterizar masteriza masterización מאסטר מאסטרינג לימיטר ווליום',
  'separate tracks':
    'stem stems acapella karaoke separate separation isolate split separar separa sepárame separación aislar להפריד תפריד הפרדה ערוץ ערוצים סטמים לבודד séparer trennen فصل',
  'download file':
    'download downloads export exported bounce wav mp3 flac midi zip descargar descarga bajar exportar להוריד תוריד מורידים הורדה לייצא תייצא ייצוא télécharger exporter herunterladen exportieren baixar скачать تحميل',
  artwork:
    'artwork cover covers thumbnail portada portadas carátula עטיפה עטיפות קאבר pochette plattencover capa обложка',
  'payment subscription':
    'subscription subscribe plan membership charged refund invoice billing payment credits discount suscripción factura reembolso cobro pago tarjeta מנוי חיוב חויבתי החזר חשבונית תשלום abonnement facture remboursement abo rechnung подписка',
  'song structure': 'structure arrangement section estructura arreglo מבנה עיבוד aufbau estrutura',
  'bridge structure': 'bridge puente גשר',
  'intro structure': 'intro outro אינטרו',
  'drop structure': 'breakdown drop buildup',
  tempo: 'tempo bpm metronome compás טמפו',
}

/** By stems, so that forms of a word are one. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMED).flatMap(([name, words]) =>
    topicWords(words).map((stem): [string, string] => [stem, name]),
  ),
)

/** What the words of a text name in a studio, each once, in order. */
export function studioNames(text: string): string[] {
  return [...new Set(topicWords(text).flatMap((stem) => nameOf(stem) ?? []))]
}

/** A stem may still have a second prefix, as Hebrew words do. */
function nameOf(stem: string): string | undefined {
  return NAMES.get(stem) ?? NAMES.get(lightStem(stem))
}

/** The vector of what a text names in a studio; undefined where it names nothing. */
export function studioVector(text: string): Float32Array | undefined {
  const names = studioNames(text)
  return names.length === 0 ? undefined : openEncoder().encode(names.join(' '))
}

/** Words of music alone, nearly all of them of these: neither of other products, of poems, nor everyday words in any language listed. */
const OF_MUSIC: ReadonlySet<string> = new Set(
  topicWords(
    'drums drummer drumming snare hihat percussion percusión cymbal תופים מתופף барабаны schlagzeug melody melodies melodic topline riff melodía מנגינה מלודיה לחן mélodie мелодия chord chords arpeggio pentatonic אקורד אקורדים akkord аккорды lyric lyrics songtext chorus estribillo פזמון vocal vocals vocalist singer singing cantante ווקאל זמר זמרת gesang mixdown reverb reverberación ריוורב autotune equalizer ecualizador אקולייזר lufs masterizar masterización מאסטרינג acapella karaoke bpm metronome metrónomo',
  ),
)

function isOfMusic(stem: string): boolean {
  return OF_MUSIC.has(stem) || OF_MUSIC.has(lightStem(stem))
}

/** Share of the texts that say a word of music alone from which on a log may be of a studio, and of how many things. */
const STUDIO = 0.15
const THINGS = 4

/** Whether texts speak of music so often, and of so much of it, that "master" and "cover" are likely what they are there. */
export function areOfStudio(texts: readonly string[]): boolean {
  const named = texts.map((text) => topicWords(text).filter(isOfMusic))
  const naming = named.filter((stems) => stems.length > 0)
  const things = new Set(named.flat().flatMap((stem) => nameOf(stem) ?? []))
  return things.size >= THINGS && naming.length >= STUDIO * texts.length
}
