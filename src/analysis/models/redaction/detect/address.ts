import type { Found } from '../redacted.ts'
import { matchesOf } from './matches.ts'

const NAME = String.raw`\p{Lu}[\p{L}\p{M}'’.-]{1,30}`
const NUMBER = String.raw`\d{1,5}(?:[-/]\d{1,4})?\p{L}?`
const UNIT = String.raw`(?:,? {0,2}(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|#)\.? {0,2}#?\d{1,5}\p{L}?)?`
/** What may stand below or behind a street: a place with its code. */
const PLACE = String.raw`(?:,?\s{1,2}${NAME}(?: ${NAME}){0,2},?\s{1,2}[A-Z]{2},?\s{1,2}\d{5}(?:-\d{4})?)?`

const PATTERNS: readonly RegExp[] = [
  // 12 Main Street, Apt. 4
  String.raw`(?<![\w.,/-])${NUMBER}(?: (?:[NSEW]\.?|North|South|East|West))? (?:${NAME} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Terrace|Close|Crescent|Highway|Hwy|Parkway|Pkwy|Square|Sq|Circle|Cir|Trail|Loop|Gardens|Grove)(?![\p{L}])\.?${UNIT}${PLACE}`,
  // Musterstraße 12, Dorpsstraat 4, Storgatan 3, Erzsébet tér 19
  String.raw`(?<![\p{L}\p{M}\d])${NAME}(?:stra(?:ß|ss)e|str\.|straat|gata|gatan|gate|v[äe]gen|vej|veien|vegur|weg|str[æa]ti|braut|laan|plein|katu|kuja|tie|allee|platz|gasse|backe|gr[äa]nd|n[äa]s) {1,2}${NUMBER}(?![\p{L}\d])`,
  String.raw`(?<![\p{L}\p{M}\d])${NAME} (?:utca|u\.|tér|út|körút|Straße|Strasse|Weg|Allee|Platz|gata|gate|vej) {1,2}\d{1,4}(?![\p{L}\d])`,
  // 12 rue de la Paix
  String.raw`(?<![\w.,/-])\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|all[ée]e|impasse|quai|cours|route) (?:(?:de|du|des|la|le|les|l’|l'|d’|d') ?){0,3}${NAME}(?: ${NAME}){0,3}`,
  // Calle Mayor 12, Via Roma, 4, Rua Augusta 120
  String.raw`(?<![\p{L}\p{M}\d])(?:Calle|C/|Avenida|Av\.|Avda\.|Plaza|Paseo|Carrera|Camino|Rua|Travessa|Largo|Via|Viale|Piazza|Corso|Largo|Vicolo|ul\.|ulica|ул\.|улица|רחוב|רח') (?:(?:de|del|della|delle|dei|da|do|dos|das|la|las|los|el) ){0,3}[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]{1,30}(?: [\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]{1,30}){0,3},? (?:n\.? ?º? ?|no\.? ?)?\d{1,4}(?![\p{L}\d])`,
  // 9721 Dalmatinova 43 Apt. 678
  String.raw`(?<![\w.,/-])${NUMBER} (?:${NAME} ){1,4}(?:${NUMBER} )?(?:Apt|Apartment|Suite|Unit)\.? {0,2}#?\d{1,5}(?: (?:Apt|Apartment|Suite|Unit)\.? {0,2}#?\d{1,5})?(?!\d)`,
  String.raw`(?<![\p{L}\p{M}\d])Apt\. {0,2}\d{1,5}(?!\d)`,
  // lives at 5586 Þórunnarstræti 31
  String.raw`(?<=(?:address|lives|live|living|located|arrived|delivered|sent|meet me|return) {1,2}(?:is|at|on|in|to)?:? {0,2})\d{1,5} (?:${NAME} ){1,4}\d{1,4}(?!\d)`,
  // P.O. Box 123
  String.raw`(?<![\p{L}\p{M}\d])P\.? ?O\.? Box \d{1,6}(?!\d)`,
  // Springfield, IL 62704
  String.raw`(?<![\p{L}\p{M}\d])${NAME}(?: ${NAME}){0,2},? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|A[AEP]) \d{5}(?:-\d{4})?(?!\d)`,
  // 北京市朝阳区建国路88号
  String.raw`\p{Script=Han}{2,20}[路街道巷]\d{1,5}号`,
].map((source) => new RegExp(source, 'gu'))

/** A year before a name of a street, as in "In 2008 Wall Street …". */
const YEAR = /^(?:1[89]|20)\d\d [^,\d]*$/

/** What is written as an address is: a street with its number, a place with its code. */
export function findAddresses(text: string): Found[] {
  return PATTERNS.flatMap((pattern) =>
    matchesOf('ADDRESS', text, pattern, (match) => !YEAR.test(match)),
  )
}
