/** A real server that speaks S3, on loopback, with its data in a folder of its own. */
export interface S3Server {
  readonly name: string
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Somebody without a right to what the first user made. */
  createUser(name: string): Promise<{ accessKeyId: string; secretAccessKey: string }>
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}
