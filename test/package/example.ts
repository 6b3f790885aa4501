// What the README shows, as someone who installed the package would compile it.
import {
  buildReport,
  importFile,
  openAnalyzer,
  openChatStore,
  parseStoreUrl,
  runAnalysis,
} from 'hitcraft-chat-analyzer'

const store = await openChatStore(parseStoreUrl('file:./chats', process.cwd()))
const folders = { tempFolder: './chats/temp_chunks', rejectsFolder: './chats/analysis_results' }
await importFile(store, { path: 'export.json', name: 'export.json' }, folders)
const analyzer = await openAnalyzer('local')
await runAnalysis(store, analyzer)
const report = await buildReport(store, { analyzerKey: analyzer.key })
console.log(`${report.usage.analyzed} analyzed`)
await store.close()
