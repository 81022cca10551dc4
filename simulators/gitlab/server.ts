import { randomUUID } from "node:crypto";
import type { Reply } from "../kit/server.ts";
import type { Limiter } from "./limits.ts";
import type { Answer } from "./routes/context.ts";
import { answerApi, type RawRequest } from "./routes/index.ts";
import { answerWeb } from "./routes/web.ts";
import type { World } from "./state.ts";

/** Answers any request to this GitLab: the API below `/api/v4`, pages elsewhere. */
export async function answer(world: World, limiter: Limiter, request: RawRequest): Promise<Reply> {
  const isApi = request.address.pathname.startsWith("/api/v4/");
  const given = isApi ? await answerApi(world, limiter, request) : await answerWeb(world, limiter, request);
  return toReply(given);
}

function toReply({ status, body, headers = {} }: Answer): Reply {
  const plain = typeof body === "string" || Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const id = randomUUID();
  return {
    status,
    headers: {
      "Content-Type": plain ? "text/plain; charset=utf-8" : "application/json",
      "Cache-Control": "max-age=0, private, must-revalidate",
      "X-Request-Id": id,
      "X-Gitlab-Meta": JSON.stringify({ correlation_id: id, version: "1" }),
      ...headers,
    },
    body: bytes,
  };
}
