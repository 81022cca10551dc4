import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import { shortText, visibleText } from "../../reports/text.ts";
import type { Message } from "../channel.ts";
import { travelling } from "./marker.ts";

/** An address mail can be sent to: nothing in it ends a header or an SMTP command, nor adds a second address. */
const address = /^[^\s@<>"(),:;\\[\]\p{Cc}\p{Cf}]+@[^\s@<>"(),:;\\[\]\p{Cc}\p{Cf}]+$/u;

export function isMailAddress(text: string): boolean {
  return address.test(text);
}

/** The same for the same marker on every machine, so that a mail sent twice is one to whoever sorts them (RFC 5322 §3.6.4). */
export function messageId(marker: string, from: string): string {
  const digest = createHash("sha256").update(marker).digest("hex").slice(0, 40);
  return `<rollcall.${digest}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

/**
 * The mail as it goes on the wire: plain text, nothing to open, nothing fetched. `Auto-Submitted` keeps answering machines silent
 * (RFC 3834 §5).
 */
export function composed(message: Message, from: string): Promise<Buffer> {
  const { to, subject, text, marker } = message;
  const mail = new MailComposer({
    from,
    to: { name: to.name === null ? "" : shortText(to.name), address: to.email },
    subject: shortText(subject),
    messageId: messageId(marker, from),
    text: text.split("\n").map(visibleText).join("\n"),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Rollcall-Marker": { prepared: true, value: travelling(marker) },
    },
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return new Promise((resolve, reject) => {
    mail.compile().build((error, built) => (error ? reject(error) : resolve(built as Buffer)));
  });
}
