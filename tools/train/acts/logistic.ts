/** One thing to learn from: what is seen, what it is (0..1, soft where readers differ), what it weighs. */
export interface Example {
  /** Places and values of what is not 0, the places in rising order. */
  readonly places: Int32Array
  readonly values: Float64Array
  readonly target: number
  readonly weight: number
}

export interface Fit {
  readonly bias: number
  readonly weights: Float64Array
}

export interface Penalty {
  /** Strength of the pull to 0, for each place. */
  readonly of: Float64Array
}

const MOST_STEPS = 150
/** Pairs of steps that the direction is made of. */
const MEMORY = 8
const FLAT = 1e-4

/**
 * Logistic regression with a quadratic penalty: L-BFGS (Liu and Nocedal, 1989) from 0, with halving of the
 * step. Sums run in the order of the examples, so the same examples give the same weights.
 */
export function fitLogistic(examples: readonly Example[], places: number, penalty: Penalty): Fit {
  let at: Float64Array = new Float64Array(places + 1)
  let { loss, gradient } = lossAt(examples, at, penalty)
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = directionOf(gradient, steps)
    const slope = dot(direction, gradient)
    if (slope > -FLAT) break
    let size = steps.length === 0 ? Math.min(1, 1 / norm(gradient)) : 1
    let next = moved(at, direction, size)
    let then = lossAt(examples, next, penalty)
    while (then.loss > loss + 1e-4 * size * slope && size > 1e-8) {
      size /= 2
      next = moved(at, direction, size)
      then = lossAt(examples, next, penalty)
    }
    const s = difference(next, at)
    const y = difference(then.gradient, gradient)
    const curve = dot(s, y)
    if (curve > 1e-12) {
      steps.push({ s, y, rho: 1 / curve })
      if (steps.length > MEMORY) steps.shift()
    }
    const gain = loss - then.loss
    at = next
    loss = then.loss
    gradient = then.gradient
    if (gain < 1e-7 * (1 + Math.abs(loss))) break
  }
  return { bias: at[places] ?? 0, weights: at.slice(0, places) }
}

export function scoreOf(fit: Fit, { places, values }: Pick<Example, 'places' | 'values'>): number {
  let sum = fit.bias
  for (let i = 0; i < places.length; i++) {
    sum += (fit.weights[places[i] ?? 0] ?? 0) * (values[i] ?? 0)
  }
  return sum
}

/** Platt's scaling of scores to probabilities: `1 / (1 + exp(-(slope * score + offset)))`. */
export function fitPlatt(
  scored: readonly { readonly score: number; readonly target: number; readonly weight: number }[],
): { slope: number; offset: number } {
  const examples = scored.map(({ score, target, weight }) => ({
    places: Int32Array.of(0),
    values: Float64Array.of(score),
    target,
    weight,
  }))
  const { bias, weights } = fitLogistic(examples, 1, { of: Float64Array.of(0.05) })
  return { slope: weights[0] ?? 1, offset: bias }
}

function lossAt(examples: readonly Example[], at: Float64Array, penalty: Penalty) {
  const places = at.length - 1
  const gradient = new Float64Array(at.length)
  let loss = 0
  for (let j = 0; j < places; j++) {
    const strength = penalty.of[j] ?? 0
    const weight = at[j] ?? 0
    loss += 0.5 * strength * weight * weight
    gradient[j] = strength * weight
  }
  const fit = { bias: at[places] ?? 0, weights: at }
  for (const example of examples) {
    const score = scoreOf(fit, example)
    const chance = 1 / (1 + Math.exp(-score))
    const { target, weight, places: where, values } = example
    loss += weight * (softplus(score) - target * score)
    const pull = weight * (chance - target)
    for (let i = 0; i < where.length; i++) {
      const place = where[i] ?? 0
      gradient[place] = (gradient[place] ?? 0) + pull * (values[i] ?? 0)
    }
    gradient[places] = (gradient[places] ?? 0) + pull
  }
  return { loss, gradient }
}

function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

function directionOf(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const direction = gradient.map((value) => -value)
  const alphas: number[] = []
  for (const { s, y, rho } of [...steps].reverse()) {
    const alpha = rho * dot(s, direction)
    alphas.push(alpha)
    add(direction, y, -alpha)
  }
  const last = steps.at(-1)
  if (last !== undefined) {
    const scale = dot(last.s, last.y) / dot(last.y, last.y)
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) * scale
  }
  steps.forEach(({ s, y, rho }, i) => {
    const beta = rho * dot(y, direction)
    add(direction, s, (alphas[steps.length - 1 - i] ?? 0) - beta)
  })
  return direction
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + times * (what[i] ?? 0)
}

function moved(from: Float64Array, direction: Float64Array, size: number): Float64Array {
  const to = from.slice()
  add(to, direction, size)
  return to
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0))
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a))
}
