import { Hono } from "hono";
import type { Env } from "../env.ts";
import type { PageFile } from "./files.ts";

/** Stands in index.html where each answer has a nonce of its own. */
const nonceMark = "__CSP_NONCE__";

/** The dashboard's files. Every address that is no file is one of its pages. @param files `null` = it was not built */
export function pageApp(files: ReadonlyMap<string, PageFile> | null): Hono<Env> {
  const app = new Hono<Env>();
  const index = files?.get("/index.html");
  app.get("*", (context) => {
    const file = files?.get(context.req.path);
    if (file && file !== index) {
      const takesGzip = /\bgzip\b/.test(context.req.header("accept-encoding") ?? "") && file.gzip !== null;
      const isHashed = context.req.path.startsWith("/assets/");
      if (takesGzip) context.header("content-encoding", "gzip");
      context.header("vary", "accept-encoding");
      context.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
      return context.body(new Uint8Array(takesGzip && file.gzip ? file.gzip : file.body), 200, { "content-type": file.type });
    }
    if (!index) return context.text("The dashboard was not built: npm run page builds it.\n", 503);
    context.header("cache-control", "no-store");
    return context.html(index.body.toString().replaceAll(nonceMark, context.get("nonce")));
  });
  return app;
}
