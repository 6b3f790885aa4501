const HEADER = String.raw`{\rtf1\ansi\ansicpg1252\cocoartf2822
\cocoatextscaling0\cocoaplatform0{\fonttbl\f0\fswiss\fcharset0 Helvetica;}
{\colortbl;\red255\green255\blue255;}
{\*\expandedcolortbl;;}
\paperw11900\paperh16840\margl1440\margr1440\vieww28300\viewh17500\viewkind0
\pard\tx566\tx1133\tx1700\tx2267\tx2834\tx3401\pardirnatural\partightenfactor0

\f0\fs24 \cf0 `

/** What Windows-1252 has above Latin-1 and the samples use. */
const WINDOWS_1252: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '•': 0x95,
  '–': 0x96,
  '—': 0x97,
}

/**
 * The text as rich text of a Mac's editor: what Windows-1252 holds is a byte in hex, the rest UTF-16
 * units without a fallback character, a line ends in a backslash.
 *
 * @param unit how a unit above 32,767 is written: `signed` as the specification asks, `unsigned` as
 * editors do.
 */
export function writeRtf(text: string, unit: 'signed' | 'unsigned'): string {
  let out = HEADER
  let inRun = false
  for (const character of text) {
    const byte = WINDOWS_1252[character] ?? (isLatin1(character) ? character.charCodeAt(0) : -1)
    if (byte >= 0x80) out += `\\'${byte.toString(16)}`
    else if (character === '\n') out += '\\\n'
    else if ('\\{}'.includes(character)) out += `\\${character}`
    else if (byte >= 0) out += character
    else {
      if (!inRun) out += String.raw`\uc0`
      out += utf16Units(character)
        .map((code) => `\\u${signed(code, unit)} `)
        .join('')
    }
    inRun = byte < 0
  }
  return `${out}}`
}

function isLatin1(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 || (code >= 0xa0 && code < 0x100)
}

function utf16Units(character: string): number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
}

function signed(code: number, unit: 'signed' | 'unsigned'): number {
  return unit === 'signed' && code > 0x7fff ? code - 0x10000 : code
}
