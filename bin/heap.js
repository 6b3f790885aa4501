// A log streams through this program: nearly everything it makes is garbage a moment later. Left alone,
// V8 takes that for a reason to grow its young generation to many times what it needs (200 MB more at
// the peak of an import, and no faster); and its old one, in each thread, to twice what is alive before it looks.
// Loaded before anything else.
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'

const isImport = process.argv[2] === 'import'
// V8 begins to mark 8 MB before a heap has grown so far. With 60 % those of an import, of 16 and 25 MB, were marked 34 times
// for 53 MB of log, with 100 % 25 times, for some MB more.
setFlagsFromString(`--heap-growing-percent=${isImport ? 100 : 60}`)
// A page of a report outlives a megabyte of garbage: with 8 MB a report takes a quarter less, an import on one core a tenth,
// and 20 MB more. On more cores another thread reads, and an import has no use for them here. The young generation grows
// when a megabyte of it is alive, here and never again.
if (!isImport || availableParallelism() === 1) {
  setFlagsFromString('--semi-space-growth-factor=8')
  Array.from({ length: 60_000 }, (_, n) => ({ n }))
}
setFlagsFromString('--semi-space-growth-factor=1')
