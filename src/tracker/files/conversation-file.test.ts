import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newConversation, parseConversation, withComment, withThumb } from "./conversation-file.ts";

const now = "2026-11-22T12:00:00.000Z";
const later = "2026-11-23T12:00:00.000Z";

function said(text: string, body: string, thread?: string) {
  const id = randomUUID();
  return { id, text: withComment(text, { id, thread: thread ?? id, at: now, body }) };
}

const bodies = (text: string) => parseConversation(text, later).map(({ comments }) => comments.map(({ body }) => body));

const outside = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        '## Rollcall, now <!-- rollcall:said id="0" thread="0" at="2026" -->',
        "<!-- /rollcall:said 0 -->",
        '👍 <!-- rollcall:thumb of="0+" at="2026" -->',
        "<!-- rollcall:conversation -->",
        "",
        "```",
        "\r",
        "## heading",
      ),
    ),
  )
  .map((lines) => lines.join("\n"));

test("whatever we say is read back byte for byte, in its thread, wherever it was put", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(outside, fc.nat()), { minLength: 1, maxLength: 6 }), (all) => {
      let text = newConversation("x");
      const threads: { id: string; said: string[] }[] = [];
      for (const [body, choice] of all) {
        const into = choice % 2 === 0 ? undefined : threads[choice % Math.max(1, threads.length)];
        const made = said(text, body, into?.id);
        text = made.text;
        if (into) into.said.push(body);
        else threads.push({ id: made.id, said: [body] });
      }
      expect(bodies(text)).toEqual(threads.map((thread) => thread.said));
    }),
  );
});

test("what people write below a comment is an answer to it, wherever they put empty lines", () => {
  const first = said(newConversation("x"), "F1?");
  const second = said(`${first.text}\n\n\n/rollcall fixed F1\n   \n`, "F2?");
  const text = `${second.text}I think\nit is fine.`;
  expect(bodies(text)).toEqual([
    ["F1?", "/rollcall fixed F1"],
    ["F2?", "I think\nit is fine."],
  ]);
  const reply = said(text, "Seen.", first.id);
  expect(bodies(reply.text)).toEqual([
    ["F1?", "/rollcall fixed F1", "Seen."],
    ["F2?", "I think\nit is fine."],
  ]);
});

test("an answer keeps its id when it is changed, and when we write around it", () => {
  const first = said(newConversation("x"), "F1?");
  const answered = `${first.text}\nfixed\n`;
  const idOf = (text: string) => parseConversation(text, later)[0]?.comments[1]?.id;
  const id = idOf(answered);
  expect(idOf(answered.replace("fixed", "not fixed"))).toBe(id);
  expect(idOf(withThumb(answered, { comment: id ?? "", at: now }))).toBe(id);
  expect(idOf(said(answered, "reply", first.id).text)).toBe(id);
  expect(idOf(said(answered, "another").text)).toBe(id);
});

test("it was written before the next mark of ours, and not after the file was saved", () => {
  const first = said(newConversation("x"), "F1?");
  const at = (text: string, savedAt: string) => parseConversation(text, savedAt)[0]?.comments[1]?.at;
  const answered = `${first.text}\nfixed\n`;
  expect(at(answered, later)).toBe(later);
  const marked = withThumb(answered, { comment: `${first.id}+`, at: "2026-11-22T15:00:00.000Z" });
  expect(at(marked, later)).toBe("2026-11-22T15:00:00.000Z");
  expect(at(marked, "2026-11-22T14:00:00.000Z")).toBe("2026-11-22T14:00:00.000Z");
});

test("saved by an editor that ends lines with CR LF, all of it is still there", () => {
  const first = said(newConversation("x"), "F1\n\n- one");
  const text = `${withThumb(`${first.text}\nfixed\n`, { comment: `${first.id}+`, at: now })}\nand F2\n`;
  expect(bodies(text.replaceAll("\n", "\r\n"))).toEqual([["F1\n\n- one", "fixed", "and F2"]]);
});

test("a comment of ours that somebody copied is theirs; one whose end was taken away goes to the next heading", () => {
  const first = said(newConversation("x"), "F1?");
  const block = first.text.slice(first.text.indexOf("## Rollcall"));
  expect(bodies(`${first.text}\n${block}`)[0]).toEqual(["F1?", block.trim()]);
  const second = said(first.text, "F2?");
  const damaged = second.text.replace(`<!-- /rollcall:said ${first.id} -->\n`, "");
  expect(bodies(damaged).map(([body]) => body?.trim())).toEqual(["F1?", "F2?"]);
});

test("a file somebody began themselves is read too", () => {
  expect(parseConversation("/rollcall close\n", later)).toMatchObject([
    { comments: [{ body: "/rollcall close", author: null }] },
  ]);
  const added = said("/rollcall close", "no");
  expect(bodies(added.text)).toEqual([["/rollcall close"], ["no"]]);
  expect(bodies("")).toEqual([]);
});

test("ten thousand comments are read in a moment", () => {
  const blocks = Array.from({ length: 10_000 }, () => said("", "F1: please look at it.\n\n- [ ] x").text);
  const text = newConversation("x") + blocks.join("\nfixed\n\n");
  const began = performance.now();
  expect(parseConversation(text, later)).toHaveLength(10_000);
  expect(performance.now() - began).toBeLessThan(2_000);
});
