import { given } from '../domain/values/given.ts'
import type { ImportRecord } from '../domain/import-record.ts'
import type { ImportJob, JobsState } from '../jobs/jobs-state.ts'
import type { ImportItem } from './schemas/imports.ts'
import type { LiveState } from './schemas/state.ts'
import { withRemedy } from './error-status.ts'

/** What the jobs do, as it is told to clients. */
export function liveState(state: JobsState): LiveState {
  const { imports, run, passedOver, passedOverCount, revision } = state
  return {
    imports: imports.map(itemOfJob),
    ...(run === undefined
      ? {}
      : {
          run: {
            id: run.id,
            status: run.status,
            done: run.done,
            planned: run.planned,
            ...given({ spending: run.spending }),
            ...errorOf(run.problem),
          },
        }),
    passedOver: [...passedOver],
    passedOverCount,
    revision,
  }
}

export function itemOfJob(job: ImportJob): ImportItem {
  return {
    id: job.id,
    file: job.file,
    status: job.status,
    startedAt: job.receivedAt,
    bytes: job.bytes,
    bytesRead: job.bytesRead,
    ...(job.bytesTotal === undefined ? {} : { bytesTotal: job.bytesTotal }),
    threads: job.threads,
    messages: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    erased: 0,
    repaired: 0,
    rejected: 0,
    notes: [],
    ...errorOf(job.problem),
    cancellable: true,
  }
}

export function itemOfRecord(record: ImportRecord): ImportItem {
  const { added, updated, unchanged, erased } = record
  return {
    id: record.id,
    file: record.file,
    ...(record.format === undefined ? {} : { format: record.format }),
    status: record.status,
    startedAt: record.startedAt,
    ...(record.finishedAt === undefined ? {} : { finishedAt: record.finishedAt }),
    bytes: record.bytes,
    bytesRead: record.bytesRead,
    threads: added + updated + unchanged + erased,
    messages: record.messages,
    added,
    updated,
    unchanged,
    erased,
    repaired: record.repaired ?? 0,
    rejected: record.rejected,
    notes: record.notes,
    ...errorOf(record.error),
    cancellable: false,
  }
}

/**
 * The records that a client should see beside the jobs: an unfinished record of bytes that a job is
 * about, or that a later import of the same bytes has finished, is the same import to a person.
 */
export function withoutContinued(
  records: readonly ImportRecord[],
  jobs: readonly ImportJob[],
): ImportRecord[] {
  const active = new Set(jobs.flatMap(({ sha256 }) => sha256 ?? []))
  const finished = new Map<string, string>()
  for (const { status, fileHash, id } of records) {
    if (status !== 'done' || fileHash === undefined) continue
    // What ended between two logs of a file is continued by any of them.
    for (const hash of [fileHash, `${fileHash.split('#')[0]}#`]) {
      if (id > (finished.get(hash) ?? '')) finished.set(hash, id)
    }
  }
  return records.filter(({ status, fileHash, id }) => {
    if (status === 'done' || status === 'failed' || fileHash === undefined) return true
    const later = finished.get(fileHash)
    return !active.has(fileHash.split('#')[0] ?? '') && !(later !== undefined && later > id)
  })
}

function errorOf(problem: { code: string; message: string; remedy?: string } | undefined) {
  if (problem === undefined) return {}
  return { error: withRemedy(problem.code, problem.message, problem.remedy) }
}
