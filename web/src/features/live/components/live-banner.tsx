import type { ImportItem } from '../../../../../src/http/schemas/imports.ts'
import type { LiveState } from '../../../../../src/http/schemas/state.ts'
import { bytes, count, number } from '../../../components/format.ts'
import { usd } from '../../../../../src/domain/written/money.ts'
import { percentOf } from '../../../../../src/domain/values/percent.ts'
import { ProgressBar } from '../../../components/states.tsx'
import { useIsLooking } from '../../imports/api/take-files.ts'
import { useUploads, useWaitingCount } from '../../imports/api/uploads.ts'
import type { Upload } from '../../imports/api/uploads.ts'
import { useIsLost, useLiveState } from '../api/use-live-state.ts'

interface Line {
  /** Said aloud when it changes; so without figures that run. */
  readonly title: string
  readonly detail: string
  readonly share: number | undefined
}

/** What is going on, on every page: uploads, reading, analysis. Nothing while nothing is. */
export function LiveBanner() {
  const { data } = useLiveState()
  const uploads = useUploads()
  const waiting = useWaitingCount()
  const isLooking = useIsLooking()
  const isLost = useIsLost()
  const line = isLost ? LOST : (lineOf(uploads, waiting, data) ?? (isLooking ? LOOKING : undefined))
  return (
    <section className="live" aria-label="Work in progress" hidden={line === undefined}>
      <p className="visually-hidden" role="status">
        {line?.title ?? ''}
      </p>
      {line === undefined ? undefined : (
        <div className="live-inside">
          <span className="live-title" aria-hidden="true">
            {line.title}
          </span>
          {line === LOST ? undefined : <ProgressBar label={line.title} share={line.share} />}
          <span className="live-detail">{line.detail}</span>
        </div>
      )}
    </section>
  )
}

const LOST: Line = {
  title: 'The server does not answer',
  detail: 'What you see may be old. This page goes on by itself once it answers.',
  share: undefined,
}

const LOOKING: Line = { title: 'Looking through the folder', detail: '', share: undefined }

function lineOf(
  uploads: readonly Upload[],
  waiting: number,
  state: LiveState | undefined,
): Line | undefined {
  const upload = uploads.find(({ status }) => status === 'sending')
  if (upload !== undefined) {
    const { sent, size } = upload
    const more = waiting === 0 ? '' : ` · ${count(waiting, 'file')} to come`
    const detail = `${bytes(sent)} of ${bytes(size)}${more}`
    return {
      title: `Uploading ${upload.name}`,
      detail,
      share: size === 0 ? undefined : sent / size,
    }
  }
  const coming = state?.imports.find(({ status }) => status === 'uploading')
  if (coming !== undefined) {
    const { file, bytesRead, bytes: all } = coming
    const detail = `${bytes(bytesRead)} of ${bytes(all)}`
    return { title: `Uploading ${file}`, detail, share: bytesRead / all }
  }
  const reading = state?.imports.find(({ status }) => status === 'reading')
  if (reading !== undefined) return readingLine(reading)
  const queued = state?.imports.find(({ status }) => status === 'queued')
  if (queued !== undefined) {
    return {
      title: `Waiting: ${queued.file}`,
      detail: queued.error?.message ?? '',
      share: undefined,
    }
  }
  const run = state?.run
  if (run?.status === 'running') {
    const cost = run.spending?.nanoUsd
    const spent = cost === undefined ? '' : ` · ${usd(cost)}`
    const detail = `${number(run.done)} of ${count(run.planned, 'thread')}${spent}`
    const share = run.planned === 0 ? undefined : run.done / run.planned
    return { title: 'Analyzing', detail, share: run.done === run.planned ? undefined : share }
  }
  if (run?.status === 'waiting' && run.error !== undefined) {
    return { title: 'Analysis waits', detail: run.error.message, share: undefined }
  }
  return undefined
}

function readingLine({ file, bytesRead, bytesTotal, threads }: ImportItem): Line {
  const share = bytesTotal === undefined || bytesTotal === 0 ? undefined : bytesRead / bytesTotal
  const part = bytesTotal === undefined ? bytes(bytesRead) : percentOf(bytesRead, bytesTotal)
  return { title: `Reading ${file}`, detail: `${part} · ${count(threads, 'thread')}`, share }
}
