import { describe, expect, it } from 'vitest'
import { allTexts, readBytes } from './import-bytes.ts'
import { exportText, timeOf } from './text-export.ts'

/** What `TextDecoder` reads as each character. */
function encoderOf(encoding: string): (text: string) => Buffer {
  const decoder = new TextDecoder(encoding)
  const bytesOf = new Map<string, number[]>()
  for (let high = 0; high < 0x100; high++) {
    for (let low = high < 0x80 ? 0xff : 0x40; low < 0x100; low++) {
      const pair = decoder.decode(Uint8Array.of(high, low))
      if (/^[^\uFFFD]$/u.test(pair) && !bytesOf.has(pair)) bytesOf.set(pair, [high, low])
    }
  }
  for (let byte = 0; byte < 0x100; byte++) {
    const character = decoder.decode(Uint8Array.of(byte))
    if (character !== '\uFFFD') bytesOf.set(character, [byte])
  }
  return (text) =>
    Buffer.from(
      Array.from(text).flatMap((character) => {
        const bytes = bytesOf.get(character)
        if (bytes === undefined) throw new Error(`${character} is not in ${encoding}`)
        return bytes
      }),
    )
}

const SAID: readonly (readonly [encoding: string, title: string, text: string])[] = [
  ['windows-1252', 'Déjà vu', 'Le refrain est trop fort, baisse la caisse claire “un peu” – merci'],
  ['windows-1252', 'Café', 'nothing else'],
  ['windows-1252', 'Über', 'Größer, bitte: die Höhen sind zu hell für mich'],
  [
    'windows-1250',
    'Głośność',
    'Zrób proszę ciszej stopę, a wokal głośniej; dziękuję, świetnie brzmi',
  ],
  ['windows-1250', 'Píseň', 'Prosím zesil bicí, je to příliš tiché; děkuji'],
  ['windows-1251', 'Песня', 'Сделай бас тише, а голос громче. Спасибо!'],
  ['windows-1253', 'Τραγούδι', 'Χαμήλωσε λίγο το μπάσο και δώσε μου περισσότερη φωνή'],
  ['windows-1254', 'Şarkı', 'Davulu biraz kıs, vokali yükselt; teşekkürler, çok güzel oldu'],
  ['windows-1255', 'שיר', 'תנמיך קצת את התופים ותגביר את השירה'],
  ['windows-1255', 'Song', 'the kick ... חזק מדי'],
  ['windows-1256', 'أغنية', 'اخفض صوت الطبل قليلا وارفع صوت الغناء من فضلك'],
  ['koi8-r', 'Песня', 'Сделай бас тише, а голос громче. Спасибо!'],
  ['ibm866', 'Песня', 'Сделай бас тише, а голос громче. Спасибо!'],
  ['shift_jis', '新しい曲', 'キックの音が大きすぎるので少し下げてください'],
  ['gb18030', '新歌', '底鼓的声音太大了请把它调小一点谢谢你'],
  ['big5', '新歌', '底鼓的聲音太大了請把它調小一點謝謝你'],
  ['euc-kr', '새 노래', '킥 드럼 소리가 너무 커요 조금 낮춰 주세요'],
]

function exported(title: string, text: string, filler = 0): string {
  const messages = Array.from({ length: filler + 1 }, (_, at) => ({
    role: 'user',
    time: timeOf(at % 600),
    items: [['text', at === filler ? text : `plain words ${at}`]] as const,
  }))
  return exportText([{ id: 'a'.repeat(24), title, messages }])
}

describe('a text export that is not UTF-8', () => {
  it.each(SAID)(
    'is read as %s by the letters of the whole file: %s',
    async (encoding, title, text) => {
      const bytes = encoderOf(encoding)(exported(title, text))
      for (const sizes of [[1 << 20], [3]]) {
        const { threads, rejects, notes } = await readBytes('hitcraft-text', bytes, sizes)
        expect(threads.map((thread) => thread.title)).toEqual([title])
        expect(allTexts(threads)).toEqual([text])
        expect(rejects).toEqual([])
        expect(notes).toEqual([expect.stringMatching(/^the file is not UTF-8/)])
      }
    },
  )

  it('is one encoding from its first line to its last, wherever its letters stand', async () => {
    const text = 'תנמיך קצת את התופים'
    const bytes = encoderOf('windows-1255')(exported('é'.replace('é', 'ש'), text, 3000))
    const { threads } = await readBytes('hitcraft-text', bytes)
    expect(threads[0]?.title).toBe('ש')
    expect(allTexts(threads)).toContain(text)
  })
})

describe('a text export in UTF-8', () => {
  it('stays so though some of its bytes are broken; each such line is told', async () => {
    const bytes = Buffer.from(exported('שיר', 'תנמיך קצת את התופים'))
    const broken = Buffer.concat([bytes.subarray(0, 30), Buffer.from([0xff]), bytes.subarray(30)])
    const { threads, rejects } = await readBytes('hitcraft-text', broken)
    expect(allTexts(threads)).toEqual(['תנמיך קצת את התופים'])
    expect(rejects).toMatchObject([{ line: 1, reason: expect.stringContaining('U+FFFD') }])
  })

  it('may hold the replacement character', async () => {
    const { threads, rejects } = await readBytes('hitcraft-text', exported('T', 'a\uFFFDb'))
    expect(allTexts(threads)).toEqual(['a\uFFFDb'])
    expect(rejects).toEqual([])
  })
})
