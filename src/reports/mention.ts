import type { PhrasingContent } from "mdast";
import type { Contact } from "../model/contact.ts";
import { name } from "./markdown-nodes.ts";

/** GitLab's rule for usernames, less those that mean a crowd. */
const username = /^(?!all$)[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_-])?$/i;

/** The one way a message reaches somebody: `@username`. Who has none, or one that cannot be theirs, is only named. */
export function mention(contact: Contact): PhrasingContent {
  const { gitlab } = contact;
  return gitlab !== null && username.test(gitlab) ? { type: "html", value: `@${gitlab}` } : contactName(contact);
}

/** Their name, without reaching them. */
export function contactName({ name: called, email }: Contact): PhrasingContent {
  return name(called ?? email);
}
