import type { Licence, ReadEntitlement } from "./account.ts";
import type { Contact } from "./contact.ts";
import type { Credential } from "./credential.ts";
import type { Facts } from "./fact.ts";
import type { Matching } from "./matching.ts";
import type { Paged } from "./paged.ts";
import type { Person, Roster } from "./person.ts";
import type { Project } from "./project.ts";
import type { Source } from "./source.ts";

/** A bot or integration account the team vouches for, from `service_accounts`. */
export interface ServiceAccount {
  account: string;
  owner: string | null;
  purpose: string | null;
  /** YYYY-MM-DD, the last day. */
  until: string | null;
}

/** One recorded citizenship verification, from the file `verified_people` names. */
export interface Verification {
  email: string;
  /** YYYY-MM-DD. */
  verified: string;
  request: string | null;
  by: string | null;
}

/** A token name taken apart: `person - request link - expiry`, `Target - name` or `person - use`. */
export interface TokenName {
  form: "person-request-expiry" | "target" | "person-use" | "other";
  /** The first part as written. */
  holder: string;
  link: string | null;
  /** YYYY-MM-DD. */
  expires: string | null;
}

export interface OwnedCredential {
  credential: Credential;
  /** `null` where the platform gave no name. */
  name: TokenName | null;
  /** Who answers for it. `null` = nobody in the roster. */
  owner: Person | null;
  ownerBy: "name" | "user" | "creator" | null;
  ownerLeft: boolean;
  /** What it says instead of a person where the owner is nobody: a name, an e-mail, an account id. */
  ownerHint: string | null;
}

/** All that the checks of one audit look at. Built by `core/scene.ts`, never changed after. */
export interface Scene {
  system: string;
  /** Title of the system. */
  name: string;
  /** ISO 8601 time and the day of it in the configured time zone. */
  now: string;
  today: string;
  roster: Roster;
  matching: Matching;
  credentials: OwnedCredential[];
  /** Those that were read; empty where the platform has none. */
  entitlements: ReadEntitlement[];
  paged: Paged[];
  projects: Project[];
  licences: Licence[];
  sources: Source[];
  facts: Facts;
  emailDomains: string[];
  /** E-mails of those who may be admin here, as written. */
  admins: string[];
  /** The role everyone has whose roster entry names none, where the configuration says so. */
  defaultRole: string | null;
  serviceAccounts: ServiceAccount[];
  /** `null` = the system needs no verification. */
  verifications: Verification[] | null;
  /** Who is asked about everything here, where that is always the same (DOMAIN §2); `null` = as each check says. */
  asksAlways: "auditor" | "ops-manager" | null;
  auditor: Contact;
  opsManager: Contact;
  /** Acts where the ops manager is the subject. */
  deputy: Contact | null;
}
