/** Where a command reads and writes. stdout carries the result and nothing else; everything said beside it goes to stderr. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Whether a person looks at stdout, stderr. */
  outIsTerminal: boolean;
  errIsTerminal: boolean;
  inIsTerminal: boolean;
  /** Columns of stdout and of stderr; 100 where it is no terminal. */
  width: number;
  errWidth: number;
  colour: boolean;
}

/** The process's own streams. Colours only on a terminal, and never with NO_COLOR. */
export function processIo(): Io {
  const { stdout, stderr, stdin, env } = process;
  // Whoever reads may stop reading (`| head`): then there is nobody left to tell.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
  return {
    env,
    cwd: process.cwd(),
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    inIsTerminal: stdin.isTTY === true,
    width: stdout.columns ?? 100,
    errWidth: stderr.columns ?? 100,
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb",
  };
}
