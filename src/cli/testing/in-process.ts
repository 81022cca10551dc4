import type { Context } from "../../operations/context.ts";
import type { App } from "../app-contract.ts";
import type { Io } from "../io.ts";

/** What commands run on, over one context: nothing else is opened. */
export function appOver(context: (signal: AbortSignal) => Context, more: Partial<App> = {}): App {
  return {
    version: "0",
    open: async ({ signal }) => ({ context: context(signal), warnings: [], close: async () => {} }),
    openDatabase: () => Promise.reject(new Error("no command here opens it")),
    serve: async () => {},
    probeSignIn: async () => null,
    appendExemption: async () => {},
    initialConfig: async () => "",
    verify: async () => [],
    replay: () => Promise.reject(new Error("nothing is replayed here")),
    ...more,
  };
}

/** Pipes that keep what is written into them. @param width in columns */
export function heldIo(cwd: string, width = 100): { io: Io; stdout(): string; stderr(): string } {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    ...{ env: {}, cwd, out: (text) => void out.push(text), err: (text) => void err.push(text) },
    ...{ outIsTerminal: false, errIsTerminal: false, inIsTerminal: false, width, errWidth: width, colour: false },
  };
  return { io, stdout: () => out.join(""), stderr: () => err.join("") };
}
