import { type Logger, pino } from "pino";

export type Log = Logger;

export interface LogOptions {
  write(line: string): void;
  /** A person looks: lines to read instead of JSON. */
  isTerminal: boolean;
  /** Takes secrets out of whatever is written. */
  redact(text: string): string;
}

/** Lines on what the server does: JSON, or for a person `06:00:01 run-audit zendesk-global: complete, 12 findings (2.1 s)`. */
export function openLog({ write, isTerminal, redact }: LogOptions): Log {
  return pino(
    {
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // An error's own fields may hold anything: what is said of it is said in words.
      serializers: { err: () => undefined, error: () => undefined },
      // Before it is JSON: what is cut out of a line may take a quote with it.
      hooks: {
        logMethod(given, method) {
          method.apply(this, given.map((one: unknown) => (typeof one === "string" ? redact(one) : one)) as typeof given);
        },
      },
    },
    { write: isTerminal ? (line: string) => write(forPeople(line)) : write },
  );
}

interface Line {
  level: string;
  time: string;
  msg: string;
}

function forPeople(line: string): string {
  const { level, time, msg } = JSON.parse(line) as Line;
  return `${time.slice(11, 19)} ${level === "info" ? "" : `${level}: `}${plain(msg)}\n`;
}

/** Text from outside must not steer a terminal. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "�");
}
