import { isStopWord, lightStem } from '../../local/text/content-words.ts'

/** Words that requests of any topic hold: what people say about any work, in the languages we know best. */
const ANY_TOPIC =
  'next above below following previous content section example examples answer answers question questions point points step steps reply response sentence paragraph format information detail details version item type given between exact exactly full use using used write written start put keep feel feels hear heard long short old new different whole part end year years school check under add make makes making give gives turn turned sound everyone someone people today tomorrow yesterday same kind lot lots better best big small ones else go going goes went come comes done doing take takes tried try change hi just got gets let am been after before while during dont im ive id איזה איזו תעשה תעשי תכתוב תכתבי לעשות נשמע נשמעת יוצא קצת הרבה יכול יכולה מילה מילים צריך צריכה תוסיף תן לי יהיה hacer hazme dame quiero poner suena dos tres nuevo nueva mismo misma'

/** What may be done with anything, and parts that anything has, a form each: no theme by themselves. */
const ANY_WISH = new Set(
  'error wrong mistake problem issue complete likes pretend solve calculate method idea ideas concept name names man woman world bar lead create generate describe explain explanation elaborate list text word line lines prompt tool types set provide please felt uploaded act ask request manage person people human system number favorite love win won current thought project product suggest recommend process topic sad read simple available improve output historical difference test teach total color play speak talk field style service understand paper server creative goal שהעליתי העליתי תסביר explica crea crear lista palabra liste expliquer'
    .split(' ')
    .map(lightStem),
)

/** Things that requests of any matter handle: as a word alone none says what is wanted, as "write a program" does. */
const BARE = new Set(
  'file data database function functionality program code table model chat chatbot room ball app application website web page array command variable value field class object user account company business student class chapter character video image content קובץ archivo fichero datei fichier файл'
    .split(' ')
    .map(lightStem),
)

const WORDS = new Set(ANY_TOPIC.split(' '))
const STEMS = new Set(ANY_TOPIC.split(' ').map(lightStem))

export function isTopicStopWord(word: string): boolean {
  return isStopWord(word) || WORDS.has(word)
}

export function isAnyWish(stem: string): boolean {
  return ANY_WISH.has(stem)
}

export function isTopicStopStem(stem: string): boolean {
  return STEMS.has(stem)
}

/** Whether a word alone does not say what is wanted. */
export function isBare(stem: string): boolean {
  return ANY_WISH.has(stem) || BARE.has(stem)
}
