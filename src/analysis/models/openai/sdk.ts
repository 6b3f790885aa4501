// A file of its own, so that the build can put the package's code in its place (tools/bundle-sdks.ts).
export { OpenAI } from 'openai'
