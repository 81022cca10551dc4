import type { Printed } from "./commands.ts";
import type { Switches, Trouble } from "./data.ts";

interface At {
  book(code: number | null): void;
  write(to: 1 | 2, text: string): void;
  end(printed: Printed): void;
  /** What it would print if nothing were wrong. */
  usual(): Printed;
}

const filler = "x".repeat(100);

type Strike = (at: At, text: string | undefined) => void;

const strikes: Record<Trouble, Strike> = {
  error: (at, text) => at.end({ error: text ?? "something unexpected happened" }),
  "not-json": (at, text) => at.end({ out: text ?? "ID    NAME    EMAIL\n" }),
  cut: (at) => at.end({ out: at.usual().out?.trimEnd().slice(0, -20) ?? "" }),
  /** The first row comes twice, as of a list that moved. */
  repeat: (at) => at.end({ out: at.usual().out?.replace(/^\[\s*(\{[^{}]*\})/, "[$1,$1") ?? "" }),
  mute(at) {
    at.book(3);
    process.exitCode = 3;
  },
  killed(at) {
    at.book(null);
    at.write(1, "[");
    process.kill(process.pid, "SIGKILL");
  },
  hang(at) {
    at.book(null);
    setInterval(() => {}, 1000);
  },
  large,
  endless,
};

/** Goes wrong as programs do. */
export function strike({ kind, text }: NonNullable<Switches["trouble"]>, at: At): void {
  strikes[kind](at, text);
}

/** 100 MB of rows, all of them good. */
function large(at: At): void {
  at.write(1, "[");
  for (let block = 0, row = 0; block < 100; block += 1) {
    const rows: string[] = [];
    for (let size = 0; size < 1_000_000; size += 330, row += 1) {
      const id = `LARGE${String(row).padStart(21, "0")}`;
      const padding = filler + filler;
      rows.push(
        `${row === 0 ? "" : ","}{"id":"${id}","name":"Row ${row}","email":"row.${row}@acme.test","type":"MEMBER","state":"ACTIVE","more":"${padding}"}`,
      );
    }
    at.write(1, rows.join(""));
  }
  at.end({ out: "]\n" });
}

/** 100 MB of one name. */
function endless(at: At): void {
  at.book(null);
  at.write(1, '[{"id":"');
  for (let block = 0; block < 1000; block += 1) at.write(1, filler.repeat(1000));
  at.end({ out: '"}]\n' });
}
