import { decoded, encoded } from "./marker-text.ts";

/** What a comment of ours is, in its first line: only there does it count, so that a quoted one says nothing. */
export interface MessageMarker {
  kind: "step" | "record" | "undone" | "started" | "reply" | "closed";
  /** `null` = not there. */
  values: Readonly<Record<string, string>>;
}

const kinds: readonly string[] = ["step", "record", "undone", "started", "reply", "closed"] satisfies MessageMarker["kind"][];

/** Comments of ours that are no messages start so too: the Notes where the description could not take them. */
export function isOurComment(body: string): boolean {
  return /^\s*<!-- rollcall:[a-z]+ /.test(body);
}

/** Values may hold any text. Those that are `null` are left out. */
export function messageMarker(kind: MessageMarker["kind"], values: Record<string, string | null>): string {
  const attributes = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [`${name}="${encoded(value)}"`]));
  return `<!-- rollcall:${kind} ${attributes.join(" ")} -->`;
}

/** @returns `null` where the comment is no message of ours */
export function parseMessageMarker(body: string): MessageMarker | null {
  const [, kind = "", attributes = ""] = /^\s*<!-- rollcall:([a-z]+) ((?:[a-z]+="[^"\n]*" )*)-->/.exec(body) ?? [];
  if (!kinds.includes(kind)) return null;
  const found = [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, decoded(value)]);
  return { kind: kind as MessageMarker["kind"], values: Object.fromEntries(found) };
}
