export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`. */
  readonly uri: string
  /** Default that of the URI's path, else `hitcraft_analyzer`. */
  readonly database?: string
}
