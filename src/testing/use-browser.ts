import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

/**
 * A real browser without a window: that of the machine (or of CHROMIUM), else the one of a package, which needs no rights to install.
 * @throws where there is none, saying how to get one
 */
export async function openBrowser(): Promise<Browser> {
  const found = [process.env.CHROMIUM ?? "", ...installed].find((path) => path !== "" && existsSync(path));
  const { path, args } = found ? { path: found, args: [] } : await packaged();
  // Root has no user namespaces to lock a page into; the pages are ours.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  try {
    return await chromium.launch({ executablePath: path, args: [...args, ...sandbox] });
  } catch (error) {
    throw new Error(
      `no browser could be started from ${path}: install Chromium (apt-get install chromium), or name one with CHROMIUM`,
      {
        cause: error,
      },
    );
  }
}

async function packaged(): Promise<{ path: string; args: string[] }> {
  const { default: packed } = await import("@sparticuz/chromium");
  return { path: await packed.executablePath(), args: packed.args };
}
