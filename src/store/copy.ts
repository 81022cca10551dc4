import type { Writable } from "node:stream";
import type { ClientBase, Connection, Submittable } from "pg";

/**
 * COPY, which the driver leaves to others: its messages are handed to whatever was submitted.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */
abstract class Copy implements Submittable {
  readonly #sql: string;
  readonly done: Promise<void>;
  protected settle: { resolve(): void; reject(error: unknown): void };
  #failure: unknown = null;

  constructor(sql: string) {
    this.#sql = sql;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.settle = { resolve, reject };
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  /** Told by the server, or by the driver when the connection is gone: then nothing follows. */
  handleError(error: unknown): void {
    this.#failure = error;
    this.settle.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#failure === null) this.settle.resolve();
  }

  handleCommandComplete(): void {}
}

class CopyOut extends Copy {
  readonly #to: Writable;

  constructor(sql: string, to: Writable) {
    super(sql);
    this.#to = to;
  }

  handleCopyData({ chunk }: { chunk: Buffer }, connection: Connection): void {
    if (this.#to.write(chunk)) return;
    connection.stream.pause();
    this.#to.once("drain", () => connection.stream.resume());
  }
}

class CopyIn extends Copy {
  readonly #rows: AsyncIterable<Buffer>;

  constructor(sql: string, rows: AsyncIterable<Buffer>) {
    super(sql);
    this.#rows = rows;
  }

  handleCopyInResponse(connection: Connection): void {
    void this.#send(connection as Connection & CopyCalls).catch((error) => {
      (connection as Connection & CopyCalls).sendCopyFail("reading failed");
      this.settle.reject(error);
    });
  }

  async #send(connection: Connection & CopyCalls): Promise<void> {
    for await (const row of this.#rows) {
      connection.sendCopyFromChunk(row);
      if (connection.stream.writableNeedDrain) await new Promise((resolve) => connection.stream.once("drain", resolve));
    }
    connection.endCopyFrom();
  }
}

/** Of the driver's connection, and not in its types. */
interface CopyCalls {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** Writes what `sql` (`COPY … TO STDOUT`) gives into a stream, which is left open. */
export function copyOut(client: ClientBase, sql: string, to: Writable): Promise<void> {
  return client.query(new CopyOut(sql, to)).done;
}

/** Gives lines to `sql` (`COPY … FROM STDIN`). Where they end early the COPY fails, and with it the transaction. */
export function copyIn(client: ClientBase, sql: string, rows: AsyncIterable<Buffer>): Promise<void> {
  return client.query(new CopyIn(sql, rows)).done;
}
