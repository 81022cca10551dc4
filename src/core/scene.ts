import type { Credential } from "../model/credential.ts";
import { normalEmail } from "../model/identity.ts";
import { compareIds } from "../model/json.ts";
import type { MatchedAccount } from "../model/matching.ts";
import type { Person } from "../model/person.ts";
import type { OwnedCredential, Scene, TokenName } from "../model/scene.ts";
import { findPeople, type People, peopleOf } from "./people.ts";
import { parseTokenName } from "./token-name.ts";

/** A scene before its credentials have owners. */
export type SceneInput = Omit<Scene, "credentials"> & { credentials: readonly Credential[] };

/** All that the checks of one audit look at: the parts as given, and each credential with who answers for it, sorted by id. */
export function buildScene(input: SceneInput): Scene {
  const around: Around = {
    people: peopleOf(input.roster),
    accounts: new Map(input.matching.accounts.map((one) => [one.account.id, one])),
    vouched: new Map(input.serviceAccounts.map(({ account, owner }) => [account, owner])),
  };
  const leavers = new Set(input.matching.people.filter(({ left }) => left).map(({ person }) => person.id));
  const sorted = [...input.credentials].sort((a, b) => compareIds(a.id, b.id));
  return { ...input, credentials: sorted.map((credential) => owned(credential, { ...around, leavers })) };
}

interface Around {
  people: People;
  accounts: ReadonlyMap<string, MatchedAccount>;
  /** Service account id → e-mail of its owner. */
  vouched: ReadonlyMap<string, string | null>;
}

function owned(credential: Credential, around: Around & { leavers: ReadonlySet<string> }): OwnedCredential {
  const name = nameOf(credential);
  const { owner, ownerBy } = ownerOf(credential, name, around);
  return {
    credential,
    name,
    owner,
    ownerBy,
    ownerLeft: owner !== null && around.leavers.has(owner.id),
    ownerHint: owner ? null : hintOf(credential, name, around),
  };
}

/** Only a name the team chose says who, why and until when; that of a third party's app is just its name. */
function nameOf(credential: Credential): TokenName | null {
  if (credential.name === null) return null;
  return isTeamName(credential)
    ? parseTokenName(credential.name)
    : { form: "other", holder: credential.name, link: null, expires: null };
}

type Owner = Pick<OwnedCredential, "owner" | "ownerBy">;

/** The person its name starts with, else of its user, else its creator (DOMAIN §7), else who vouches for that service account. */
function ownerOf(credential: Credential, name: TokenName | null, around: Around): Owner {
  const named = name && isTeamName(credential) ? findPeople(around.people, name.holder) : [];
  if (named.length === 1 && named[0]) return { owner: named[0], ownerBy: "name" };
  const users: Owner[] = [
    { owner: personOf(credential.userId, around), ownerBy: "user" },
    { owner: personOf(credential.creatorId, around), ownerBy: "creator" },
    { owner: voucherOf(credential.userId, around), ownerBy: "user" },
    { owner: voucherOf(credential.creatorId, around), ownerBy: "creator" },
  ];
  // Of two people with the name, the one who uses it is meant; a third person's use says nothing about which.
  const found = users.find(({ owner }) => owner !== null && (named.length === 0 || named.includes(owner)));
  return found ?? { owner: null, ownerBy: null };
}

function isTeamName({ namedByTeam, coveredByClient }: Credential): boolean {
  return namedByTeam || coveredByClient;
}

function personOf(accountId: string | null, { accounts }: Around): Person | null {
  return (accountId !== null && accounts.get(accountId)?.person?.person) || null;
}

function voucherOf(accountId: string | null, { vouched, people }: Around): Person | null {
  const email = accountId === null ? null : vouched.get(accountId);
  return (email && people.byEmail.get(normalEmail(email))) || null;
}

function hintOf(credential: Credential, name: TokenName | null, { accounts }: Around): string | null {
  if (name && name.form !== "other" && name.form !== "target") return name.holder;
  const id = credential.userId ?? credential.creatorId;
  if (id === null) return name?.holder ?? null;
  const account = accounts.get(id)?.account;
  return account?.email ?? account?.name ?? id;
}
