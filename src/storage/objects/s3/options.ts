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
