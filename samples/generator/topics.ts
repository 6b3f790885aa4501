import { FAILURE_KINDS as KINDS } from '../../src/domain/analysis/failure-kind.ts'

/** What the planted threads are about; each slug is a file in `conversations/`. */
export const TOPICS = {
  'writing-lyrics': 'Writing lyrics',
  'mixing-vocals': 'Mixing vocals',
  'chord-progressions': 'Chord progressions',
  'stem-separation': 'Stem separation',
  'mastering-loudness': 'Mastering and loudness',
  'exporting-files': 'Exporting and downloading files',
  'drum-patterns': 'Drum patterns',
  'melody-ideas': 'Melody ideas',
  'billing-subscription': 'Billing and subscription',
  'song-structure': 'Song structure feedback',
  'cover-art': 'Cover images and videos',
  'small-talk': 'Small talk, of no topic',
} as const

export type TopicSlug = keyof typeof TOPICS

export const NEEDS = {
  'midi-download': 'Download a melody, chords or drums as a MIDI file',
  'daw-project-export': 'Export the session as a project for a DAW',
  collaboration: 'Work on one project together with a friend or a band',
  'pitch-correction': 'Correct the pitch of an uploaded vocal',
  'version-history': 'Undo a change or return to an earlier version',
  'hebrew-interface': 'Use the menus and buttons in Hebrew',
  'cover-image': 'Make a cover image for a song',
  'lyric-video': 'Make a video that shows the lyrics',
} as const

export type NeedSlug = keyof typeof NEEDS

/** The kinds that analyzers know, and one that is judged by people alone. */
export const FAILURE_KINDS = [...KINDS, 'not-specific'] as const

export type FailureKind = (typeof FAILURE_KINDS)[number]

export const OUTCOMES = ['resolved', 'partly', 'unresolved', 'abandoned', 'unknown'] as const

export type Outcome = (typeof OUTCOMES)[number]

/** The types besides text that the product writes into a message. */
export const ITEM_TYPES = [
  'agent_text',
  'reference_candidates',
  'reference_selection',
  'sketch_upload_request',
  'sketch_upload_start',
  'sketch_upload_complete',
  'song_rendering_start',
  'song_rendering_complete',
  'lyrics_generation',
  'mixing_start',
  'mixing_complete',
  'song_analysis_start',
  'song_analysis_complete',
  'quantization_start',
  'quantization_complete',
  'stem_separation_start',
  'stem_separation_complete',
  'error',
] as const

export type ItemType = (typeof ITEM_TYPES)[number]
