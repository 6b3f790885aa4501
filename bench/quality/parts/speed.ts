import { inOwnProcess, machine } from '../../measure.ts'
import type { BenchData } from '../bench-data.ts'
import type { Table } from '../table.ts'

/** Times that the log is taken, under new ids: what grows with the log shows. */
const TIMES = [1, 4]
const RUN = `${import.meta.dirname}/../run-log.ts`

/** A log of assistant chats through the product, in a process of its own: messages a second, and memory. */
export function speed(data: BenchData): Promise<Table[]> {
  if (!data.has('scale/sharegpt-sample')) return Promise.resolve([])
  const rows = TIMES.map((times) => {
    const { seconds, peakMb } = inOwnProcess(RUN, [data.folder, String(times)])
    const { messages = 0, imported = 0, analyzed = 0, reported = 0, cpu = 0 } = seconds
    return [
      `ShareGPT sample × ${times}`,
      String(messages),
      rate(messages, imported),
      rate(messages, analyzed),
      rate(messages, cpu),
      `${reported.toFixed(1)} s`,
      `${peakMb} MB`,
    ]
  })
  return Promise.resolve([
    {
      title: 'Speed, messages a second',
      columns: [
        'log',
        'messages',
        'import',
        'analysis and topics',
        'a second of one core, all',
        'report',
        'peak memory',
      ],
      rows,
      note: `${machine()}; other work ran on the same cores.`,
    },
  ])
}

function rate(messages: number, took: number): string {
  return String(Math.round(messages / took))
}
