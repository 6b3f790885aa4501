import type { ContentBytes } from '../../domain/thread/content-bytes.ts'
import type { Message } from '../../domain/thread/message.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { ToldError } from '../../errors/told-error.ts'
import type { FormatName, ImportBatch, ImportOptions } from '../importer.ts'
import type { SentContent } from './packed-text.ts'

/** What a thread that reads is told. */
export type ToReader =
  | {
      readonly kind: 'start'
      readonly format: FormatName
      /** Of the source. */
      readonly name: string
      /** Of the clock, where there is one. */
      readonly moment: string | undefined
      readonly options: Pick<ImportOptions, 'asOf' | 'resume' | 'list'>
    }
  /** Bytes that a reading asked for; none: there are no more. */
  | { readonly kind: 'chunk'; readonly reading: number; readonly bytes: Uint8Array | undefined }
  /** A batch was taken. */
  | { readonly kind: 'taken' }

/** What it tells. */
export type FromReader =
  | { readonly kind: 'open'; readonly reading: number; readonly from: number }
  /** A chunk was read, and another may come. */
  | { readonly kind: 'read'; readonly reading: number }
  | { readonly kind: 'close'; readonly reading: number }
  | { readonly kind: 'bytes'; readonly offset: number }
  | ReaderBatch
  | { readonly kind: 'done'; readonly passedOver: number }
  | { readonly kind: 'failed'; readonly error: ToldError }

/** A thread whose words are not sent twice: they are in the bytes that go along. */
export type SentThread = Omit<Thread, 'messages'> & {
  readonly messages: readonly (Omit<Message, 'content'> & { readonly content: SentContent })[]
}

export interface ReaderBatch {
  readonly kind: 'batch'
  readonly batch: Omit<ImportBatch, 'threads'> & { readonly threads: readonly SentThread[] }
  /** Of the messages of each thread, one behind another. */
  readonly bytes: Uint8Array
  readonly contents: readonly Pick<ContentBytes, 'hash' | 'ends'>[]
}

/** Chunks that are on their way at once: enough while the other thread stores a batch. */
export const CHUNKS_AHEAD = 8
/** Batches that wait to be stored, beside the one that is. */
export const BATCHES_AHEAD = 1
