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
