/**
 * Characters that drive a terminal or hide what a text says: C0 and C1 controls (ESC, CSI, OSC, CR), DEL,
 * line separators, marks and overrides of direction, halves of surrogate pairs. Tab and line feed are not
 * among them.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|\p{Cs}/gu

/** A text with each hidden character as `\uXXXX`, which inside JSON is the same value. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped)
}

/** The same in one line: tabs and line ends are shown too. */
export function visibleLine(text: string): string {
  return visible(text).replace(/[\t\n]/g, escaped)
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
