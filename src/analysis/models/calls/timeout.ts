/** Milliseconds that a service may take for one answer. A model on a machine of one's own is slow. */
export const TIMEOUT = 300_000
