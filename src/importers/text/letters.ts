/**
 * The encodings that text may have where it is not UTF-8, each with the letters that its languages use
 * beyond ASCII, the most frequent first.
 */
export interface Alphabet {
  readonly encoding: string
  readonly letters: string
  /** Whether its letters stand among ASCII letters, one by one, rather than make words of their own. */
  readonly latin: boolean
  /** What speaks for it where nothing else does, in points a byte. */
  readonly prior: number
}

const RUSSIAN = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў'
const HAN =
  '的一是不了人我在有他中大上和地也子出要就下得可你年生自那能其所去行家十用天如然作方成者多日都三小二同法此心前面又定只主公好看分手把它些或次等新外高力山水老名位由情相意実美再月工理被明安西全四加信女声音曲歌早比真各件身更直己已几百做白入花教世走往回叫向本古太低很慢快段奏琴吉改写字句完想谢請请鼓点調调'

export const ALPHABETS: readonly Alphabet[] = [
  latin('windows-1252', 'éèàçêôîûëïùâœäöüßñáíóúãõåøæìòý', 0.1),
  latin('windows-1250', 'ąćęłńóśźżáčďéěíňřšťúůýžőűăâîöüşţđ', 0),
  latin('windows-1254', 'ışğüöçâîûé', 0),
  latin('windows-1257', 'āčēģīķļņšūžėęįųąõäöü', -0.1),
  latin('macintosh', 'éèàçêôîûëïùâœäöüßñáíóúãõåøæ', -0.3),
  script('windows-1251', RUSSIAN),
  script('windows-1253', 'αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώϊϋ'),
  script('windows-1255', 'יוהלארבתשמנםחדקעפגכטסזןךץףצ'),
  script('windows-1256', 'اليمنرتبوهدسفعكقحجشذىةطخصضأإغزثظءئؤپچژگ'),
  script('windows-874', 'านรอกเงมยลวดทสตะปบคหแจพชขใไโผธซศณฉฟถษภญ่้ิีั์็ุู'),
  script('koi8-r', RUSSIAN),
  script('ibm866', RUSSIAN),
  script(
    'shift_jis',
    'のいるしたてとにをはがでなすかれあんもらこっりうさきくよまけどえせみわつおそめちやねろじばアイスントルラリク日本人音大一',
  ),
  script(
    'euc-jp',
    'のいるしたてとにをはがでなすかれあんもらこっりうさきくよまけどえせみわつおそめちやねろじばアイスントルラリク日本人音大一',
  ),
  script(
    'gb18030',
    `${HAN}这为来个们到说国时道而会后对着事里过发无么经当起与学进种将还见没从让给吗吧呢样听声写词节鼓请谢调点换变强轻响乐问题间开关带边话长头动现机电实经义员场门`,
  ),
  script(
    'big5',
    `${HAN}這為來個們到說國時道而會後對著事裡過發無麼經當起與學進種將還見沒從讓給嗎吧呢樣聽聲寫詞節鼓請謝調點換變強輕響樂問題間開關帶邊話長頭動現機電實經義員場門`,
  ),
  script(
    'euc-kr',
    '이다는을의에가고하지한를도서나로기은사어자리시아대과정요해주세게음악보라인수있그스들니',
  ),
]

function latin(encoding: string, letters: string, prior: number): Alphabet {
  return { encoding, letters, latin: true, prior }
}

function script(encoding: string, letters: string): Alphabet {
  return { encoding, letters, latin: false, prior: 0 }
}
