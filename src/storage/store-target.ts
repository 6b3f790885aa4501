/** The five folders of the file backend; they may lie on different file systems. */
export interface FileFolders {
  /** Incoming files. */
  readonly uploads: string
  /** Session state and chunks of imports under way. */
  readonly temp: string
  /** Reports. */
  readonly results: string
  /** `<thread id>.json` and a readable `<thread id>.txt`. */
  readonly threads: string
  /** The log, the catalog, the records and `analysis_history.json`. */
  readonly data: string
}

export interface PostgresOptions {
  /** `postgres://…`; absent: libpq's `PG*` variables. */
  readonly connectionString?: string
  /** Database when there is no connection string. Default what libpq's rules say. */
  readonly database?: string
  /** Schema of the tables; default `PGSCHEMA`, else `public`. Created when absent and allowed. */
  readonly schema?: string
  /** Most connections at once. Default 8. */
  readonly poolSize?: number
}

/** Which store, checked but not opened. */
export type StoreTarget =
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly folders: FileFolders }
  | { readonly kind: 'postgres'; readonly options: PostgresOptions }
