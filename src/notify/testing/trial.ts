import type { Channel, Message } from "../channel.ts";

export const marker = "zendesk-global/FY27-Q4 tell:dana@acme.test>opal@acme.test#1";

export function message(more: Partial<Message> = {}): Message {
  return {
    to: { email: "opal@acme.test", name: "Opal Quist", gitlab: null, slack: null },
    subject: "Access audit Zendesk Global FY27-Q4",
    text: "2 findings are still open.\n- F1 high: has another role",
    marker,
    ...more,
  };
}

/** What arrived, as whoever received it sees it. */
export interface Arrived {
  to: string;
  text: string;
}

/** A channel with its far side, which can be told how to behave: what the suite of all channels asks of each. */
export interface ChannelTrial {
  channel: Channel;
  arrived(): Promise<Arrived[]>;
  /** From now on: this address cannot be reached; the credentials are refused; nothing answers; it breaks off when all was sent. */
  become(state: "refusing" | "locked" | "away" | "breaking"): Promise<void>;
  /** Whether the far side can be asked what arrived. */
  canBeAsked: boolean;
  end(): Promise<void>;
}
