import type { ApiBlock } from '../../../../../../src/http/schemas/report.ts'
import type { ReportChoice } from '../../api/report-choice.ts'
import { Figures } from './figures.tsx'
import { Insights } from './insights.tsx'
import { Maybes } from './maybes.tsx'
import { Table } from './table.tsx'
import { Threads } from './threads.tsx'

/** A block of any section. */
export function Block({ block, choice }: { block: ApiBlock; choice: ReportChoice }) {
  switch (block.kind) {
    case 'text':
      return <p className="quiet">{block.text}</p>
    case 'insights':
      return <Insights block={block} choice={choice} />
    case 'figures':
      return <Figures block={block} choice={choice} />
    case 'table':
      return <Table block={block} choice={choice} />
    case 'threads':
      return <Threads block={block} choice={choice} />
    case 'maybes':
      return <Maybes block={block} />
  }
}
