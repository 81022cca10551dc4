import { Option } from "commander";
import type { Io } from "./io.ts";

/** Where a command runs, and where it leaves its exit code. */
export interface Run {
  io: Io;
  done(code: number): void;
}

export function configOption(): Option {
  return new Option("--config <file>", "the configuration").default("rollcall.yaml");
}
