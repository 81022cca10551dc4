import { expect, test } from "vitest";
import { replay, verify } from "./app-evidence.ts";
import { written } from "./evidence/testing/bundles.ts";
import { interruptedError } from "./model/errors.ts";

test("whoever presses Ctrl-C waits for one bundle or one reading at most", async () => {
  const { file } = await written();
  const interrupted = { cwd: "/", env: {}, signal: AbortSignal.abort(interruptedError()) };
  await expect(verify({ ...interrupted, files: [file], key: null })).rejects.toMatchObject({ actor: "interrupted" });
  await expect(replay({ ...interrupted, file, withConfig: null })).rejects.toMatchObject({ actor: "interrupted" });
});
