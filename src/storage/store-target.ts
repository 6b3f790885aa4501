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
  /** Of libpq's TLS parameters those that the connection string leaves out. */
  readonly tls?: TlsParameters
  /** Milliseconds without an answer to an ordinary statement that make it an outage. Default 60,000. */
  readonly answerTimeout?: number
}

/** By libpq's names ("SSL Support" of its manual); an empty one is absent. */
export interface TlsParameters {
  /** `disable`, `prefer` (default), `require`, `verify-ca` or `verify-full`. */
  readonly sslmode?: string
  /** PEM file of the authority that signed the server's certificate. */
  readonly sslrootcert?: string
  /** PEM files of the client's certificate and its key. */
  readonly sslcert?: string
  readonly sslkey?: string
}

export interface MongoOptions {
  /** `mongodb://…` or `mongodb+srv://…`. */
  readonly uri: string
  /** Default that of the URI's path, else `hitcraft_analyzer`. */
  readonly database?: string
}

export interface S3Options {
  readonly bucket: string
  /** Below which everything lies. Default none. */
  readonly prefix?: string
  /** Of a server that is not Amazon's. */
  readonly endpoint?: string
  /** Default by the SDK's own rules. */
  readonly region?: string
  /** Default the SDK's own chain: environment, profiles, roles. */
  readonly credentials?: S3Credentials
  /** Milliseconds for a request with its repetitions. Default two minutes. */
  readonly answerTimeout?: number
}

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface AzureOptions {
  readonly container: string
  /** Below which everything lies. Default none. */
  readonly prefix?: string
  readonly connectionString?: string
  /** Without a connection string: the account, with Azure's default credential. */
  readonly account?: string
  /** Milliseconds for a request with its repetitions. Default two minutes. */
  readonly answerTimeout?: number
}

/** Which store, checked but not opened. */
export type StoreTarget =
  | { readonly kind: 'memory' }
  | { readonly kind: 'file'; readonly folders: FileFolders }
  | { readonly kind: 'postgres'; readonly options: PostgresOptions }
  | { readonly kind: 'mongodb'; readonly options: MongoOptions }
  | { readonly kind: 's3'; readonly options: S3Options }
  | { readonly kind: 'azure'; readonly options: AzureOptions }
