/** The files of a bag that say what it is, as text; their lines are those of RFC 8493, section 2. */

/** A manifest: path and hash of each file. A path is written with `%`, CR and LF encoded. */
export function manifestText(hashes: ReadonlyMap<string, string>): string {
  return [...hashes].map(([path, hash]) => `${hash}  ${encodePath(path)}\n`).join('')
}

/** Hashes by path; what is no line of a manifest is left out. */
export function readManifest(text: string): Map<string, string> {
  const lines = text.split(/\r\n|\r|\n/)
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, hash, path] = /^([0-9a-fA-F]{64})[ \t]+\*?(.+)$/.exec(line) ?? []
      if (hash === undefined || path === undefined) return []
      return [[decodePath(path), hash.toLowerCase()]]
    }),
  )
}

/** Elements of `bag-info.txt`: a label may repeat. */
export type InfoElement = readonly [label: string, value: string]

export function infoText(elements: readonly InfoElement[]): string {
  return elements.map(([label, value]) => `${label}: ${value}\n`).join('')
}

/** In their order; a line that is indented goes on with the one before. */
export function readInfo(text: string): InfoElement[] {
  const lines = text.replace(/(?:\r\n|\r|\n)[ \t]+/g, ' ').split(/\r\n|\r|\n/)
  return lines.flatMap((line): InfoElement[] => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]]
  })
}

function encodePath(path: string): string {
  return path.replace(/[%\r\n]/g, encodeURIComponent)
}

function decodePath(path: string): string {
  return path.replace(/%(?:25|0d|0a)/gi, decodeURIComponent)
}
