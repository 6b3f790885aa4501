/** Named numbers of one turn; the order of the names is that of a model's weights. */
export class FeatureSheet {
  readonly #indexes: ReadonlyMap<string, number>
  readonly values: Float64Array

  constructor(indexes: ReadonlyMap<string, number>) {
    this.#indexes = indexes
    this.values = new Float64Array(indexes.size)
  }

  /** A name that the model does not know is left out: it weighs nothing. */
  set(name: string, value: number | boolean): void {
    const index = this.#indexes.get(name)
    if (index !== undefined) this.values[index] = Number(value)
  }
}
