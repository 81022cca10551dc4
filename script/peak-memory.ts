// Loaded before a measured process: when it ends, writes its peak memory in MiB to the file ROLLCALL_PEAK_MEMORY names.
import { writeFileSync } from "node:fs";

const path = process.env.ROLLCALL_PEAK_MEMORY;
process.on("exit", () => {
  if (path) writeFileSync(path, String(process.resourceUsage().maxRSS / 1024));
});
