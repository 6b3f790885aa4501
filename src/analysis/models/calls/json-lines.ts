/** The objects that the lines of a body are; a line that is none is left out. */
export async function* jsonLines({ body }: Response): AsyncGenerator<object> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield* objectIn(line)
  }
  yield* objectIn(rest + decoder.decode())
}

function objectIn(line: string): object[] {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? [value] : []
  } catch {
    // Also an empty line. What stood there is missing, and counted so.
    return []
  }
}
