import { tokenize } from '../../local/text/tokenize.ts'

/** Words by which a text says what was said before. Those of English count in every language, as many mix it in. */
const ENGLISH = 'it that them those these such one ones'
const OTHERS: Readonly<Record<string, string>> = {
  es: 'lo le les ello eso esa ese esos esas esto esta este estos estas aquello aquel aquella aquellos aquellas',
  pt: 'isso isto aquilo esse essa esses essas este esta estes estas aquele aquela aqueles aquelas disso disto nisso nisto dele dela deles delas ele ela',
  fr: 'ça cela ceci ce cet cette ces celui celle ceux celles y lui leur',
  de: 'es ihn ihm dies diese dieser dieses diesen diesem jene jener jenes jenen jenem solche solcher solches davon dafür damit dazu daran darauf darin daraus dabei dadurch',
  ru: 'это этот эта эти этого этому этим этой эту этих этом того тот та те ту тех его её их им ему ей нём нему ней них',
  he: 'אותו אותה אותם אותן זה זאת זו אלה אלו הזה הזאת הזו האלה האלו כזה כזאת כאלה שלו שלה שלהם שלהן לו לה להם בו בה בהם ממנו ממנה עליו עליה איתו איתה',
}
/** Such words that are written with the verb: "súbelo", "afinarla", "télécharge-la", "baixá-lo". */
const JOINED: Readonly<Record<string, RegExp>> = {
  es: /(?:[áéíóú]\p{L}{0,4}[aeo](?:me|te|se|nos)?|\p{L}{3}(?:[aei]r|ndo)(?:me|te|se|nos)?|(?:^|\P{L})(?:haz|pon|di|ten))l[oa]s?(?!\p{L})|(?<!\p{L})(?:me|te|se|nos) l[ao]s?(?!\p{L})/iu,
  pt: /\p{L}-(?:[oa]s?|l[oa]s?|lhes?)(?!\p{L})/iu,
  fr: /\p{L}-(?:les?|la|lui|leur|ça|en|y)(?!\p{L})|(?<!\p{L})(?:me|te|nous|vous) l(?:es?|a)(?!\p{L})/iu,
}
const folded = (words: string): ReadonlySet<string> => new Set(tokenize(words).words)
const WORDS = new Map(Object.entries(OTHERS).map(([language, words]) => [language, folded(words)]))
const ANY = folded(ENGLISH)

/** Whether a text tells what it wants by what was said before it, so that it is no title. @param language BCP 47 */
export function leans(text: string, language = 'en'): boolean {
  const words = WORDS.get(language)
  return (
    tokenize(text).words.some((word) => ANY.has(word) || words?.has(word) === true) ||
    JOINED[language]?.test(text) === true
  )
}
