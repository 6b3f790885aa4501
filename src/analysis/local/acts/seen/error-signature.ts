/** Units of a text's beginning, and of its end, that are looked at. */
const REACH = 1500

/** What programs print when they fail: one such line in words that a person typed is an error pasted. */
const SIGNATURES: readonly RegExp[] = [
  /\bTraceback \(most recent call last\)/u,
  /^\s{0,8}at [\w$.<>[\] ]{1,80} ?\(.{1,120}:\d+(?::\d+)?\)/mu,
  /\b[A-Z]\w{2,40}(?:Error|Exception)\b/u,
  /\b(?:error|fatal|fail(?:ed|ure)?)\b ?(?:\[?[A-Z]{0,4}\d{2,6}\]?)?:/iu,
  /\berror (?:code )?[A-Z]{0,4}\d{3,6}\b/iu,
  /\b(?:HTTP|status(?: code)?)\D{0,4}[45]\d\d\b/iu,
  /\bexit(?:ed with)?(?: with)? (?:status|code) -?[1-9]\d{0,2}\b/iu,
  /\b(?:command not found|No such file or directory|permission denied|segmentation fault|core dumped|undefined reference|is not recognized as|is not defined|cannot find module|connection refused|could not connect|access denied|syntax error)\b/iu,
  /\bline \d{1,6}(?:, in |:\d)/u,
  /\berrno\b/iu,
]

/** How many of the signatures of a failing program are in the text: of a long one, at its ends. */
export function errorSignatures(text: string): number {
  const seen = text.length <= 2 * REACH ? text : `${text.slice(0, REACH)}\n${text.slice(-REACH)}`
  return SIGNATURES.filter((signature) => signature.test(seen)).length
}
