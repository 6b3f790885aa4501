import { given } from '../../domain/values/given.ts'
import type { Backend } from '../backends/backend.ts'
import type { Setting } from '../backends/settings.ts'
import type { MongoOptions } from './options.ts'

const SETTINGS = {
  MONGODB_URI: { fallback: '', about: 'mongodb://… or mongodb+srv://…', shown: 'as a URL' },
  MONGODB_DATABASE: {
    fallback: '',
    about: 'database; default that of MONGODB_URI, else hitcraft_analyzer',
  },
} as const satisfies Record<string, Setting>

export const mongodb: Backend<
  { readonly kind: 'mongodb'; readonly options: MongoOptions },
  keyof typeof SETTINGS
> = {
  kind: 'mongodb',
  settings: SETTINGS,
  chosen(settings) {
    const uri = settings.given('MONGODB_URI')
    if (uri === undefined || !/^mongodb(\+srv)?:\/\/./.test(uri)) {
      throw settings.refusal('MONGODB_URI', 'a URI such as mongodb://user@host:27017/')
    }
    const database = settings.given('MONGODB_DATABASE')
    return { kind: 'mongodb', options: { uri, ...given({ database }) } }
  },
  url: {
    schemes: ['mongodb', 'mongodb+srv'],
    form: 'mongodb://host/database',
    parse: (url) => ({ kind: 'mongodb', options: { uri: url } }),
  },
  open: async ({ options }) => (await import('./mongodb-chat-store.ts')).openMongoStore(options),
}
