/** One request as a server saw it. */
export interface BookedRequest {
  server: string;
  method: string;
  /** Path and query. */
  path: string;
  status: number;
  /** Who asked, as far as the server knows: a user or a kind of token, never a secret. */
  who: string | null;
  /** ms since the epoch. */
  at: number;
}

/** What all servers of a run saw: for tests and benchmarks to count and compare. */
export class Books {
  requests: BookedRequest[] = [];

  note(request: BookedRequest): void {
    this.requests.push(request);
  }

  clear(): void {
    this.requests = [];
  }
}
