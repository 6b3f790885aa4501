// What the README shows, as someone who installed the package would compile it.
import { analyze, importLog, makeReport, openWorkspace, saveReport } from 'hitcraft-chat-analyzer'

const workspace = await openWorkspace({ store: 'file:./chats' })
await importLog(workspace, 'export.json')
const { analyzed } = await analyze(workspace)
const report = await makeReport(workspace, { from: '2025-03-01' })
console.log(`${analyzed} analyzed`)
for (const { statement } of report.sections.keyInsights) console.log(statement)
await saveReport(workspace, report, 'html')
await workspace.close()
