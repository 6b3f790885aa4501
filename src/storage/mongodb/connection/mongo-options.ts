export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`, with whatever parameters the driver takes. */
  readonly uri: string
  /** Default: the one in the path of the URI, else `hitcraft_analyzer`. */
  readonly database?: string
}
