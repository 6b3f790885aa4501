// A log streams through this program: nearly everything it makes is garbage a moment later. Left alone,
// V8 takes that for a reason to grow its young generation to many times what it needs (200 MB more at
// the peak of an import, and no faster); and its old one, in each thread, to twice what is alive before it looks.
// Loaded before anything else.
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=60')
