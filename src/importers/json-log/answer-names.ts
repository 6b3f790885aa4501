const ANSWER = '(?:response|completion|output|answer|reply|choice|candidate|generation|result)s?'
const SPEAKER = '(?:assistant|model|llm|ai|bot|chatbot|gpt|generated)'
const HOW = '(?:final|raw|full|api|http|agent|openai|chat)'
const FORM = '(?:text|message|messages|content|body|json|data)'
const NAME = new RegExp(
  `^(?:(?:${SPEAKER}|${HOW}) )*(?:${ANSWER}|assistant)(?: ${FORM}){0,2}$|` +
    `^(?:${HOW} )?${SPEAKER} (?:text|message|messages|content)$`,
)
const MAYBE = new RegExp(`\\b(?:${ANSWER}|predictions?|generated|assistant)\\b`)
/** Words of parameters and of measures. */
const NO_ANSWER =
  /\b(?:format|tokens?|time|times|at|date|id|ids|type|ms|seconds|count|status|schema|config|options|model|usage|length|latency|created|code|name|score|scores|cost|reason|headers?)\b/

/** Whether a member beside the messages is called as an answer to them is: `model_output`, `responseBody`. */
export function isAnswerName(name: string): boolean {
  return NAME.test(wordsOf(name))
}

/** Whether a member's name speaks of an answer in any way, among them the one that was expected. */
export function mayNameAnswer(name: string): boolean {
  const words = wordsOf(name)
  return MAYBE.test(words) && !NO_ANSWER.test(words)
}

function wordsOf(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/)
    .join(' ')
    .trim()
    .toLowerCase()
}
