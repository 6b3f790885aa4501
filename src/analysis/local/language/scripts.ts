/** How many words of each writing system a text has, by the first letter of each word. */
export interface ScriptCounts {
  latin: number
  hebrew: number
  arabic: number
  cyrillic: number
  greek: number
  /** Characters, not words: two of them count as one word where scripts are compared. */
  han: number
  kana: number
  hangul: number
  thai: number
  devanagari: number
}

export type Script = keyof ScriptCounts

export function countScripts(words: readonly string[], apart: readonly boolean[]): ScriptCounts {
  const counts: ScriptCounts = {
    latin: 0,
    hebrew: 0,
    arabic: 0,
    cyrillic: 0,
    greek: 0,
    han: 0,
    kana: 0,
    hangul: 0,
    thai: 0,
    devanagari: 0,
  }
  words.forEach((word, i) => {
    if (apart[i] === true) return
    const script = scriptOf(word.charCodeAt(0))
    if (script !== undefined) counts[script]++
  })
  return counts
}

export function scriptOf(unit: number): Script | undefined {
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a ? 'latin' : undefined
  if (unit < 0x250) return unit >= 0xc0 ? 'latin' : undefined
  if (unit >= 0x370 && unit < 0x400) return 'greek'
  if (unit >= 0x400 && unit < 0x530) return 'cyrillic'
  if (unit >= 0x590 && unit < 0x600) return 'hebrew'
  if (unit >= 0x600 && unit < 0x780) return 'arabic'
  if (unit >= 0x900 && unit < 0x980) return 'devanagari'
  if (unit >= 0xe00 && unit < 0xe80) return 'thai'
  if (unit >= 0x1e00 && unit < 0x1f00) return 'latin'
  if (unit >= 0x3040 && unit < 0x3100) return 'kana'
  if ((unit >= 0x4e00 && unit < 0xa000) || (unit >= 0x3400 && unit < 0x4dc0)) return 'han'
  return unit >= 0xac00 && unit < 0xd7a4 ? 'hangul' : undefined
}
