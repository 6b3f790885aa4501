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
