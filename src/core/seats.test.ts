import { describe, expect, it } from "vitest";
import { countSeats, daysToRenewal, type SeatsInput } from "./seats.ts";
import { account, adminAccount, lightAccount, now, today } from "./testing/scene.ts";

const bought = { currency: "USD", renews: null, types: { full: { bought: 10, monthlyCost: 19.9 } } };

function input(more: Partial<SeatsInput> = {}): SeatsInput {
  const tells = { suspension: true, signIn: true };
  return {
    accounts: [account()],
    bought,
    seatTypes: { admin: "full" },
    tells,
    now,
    after: { inactive: 90, neverSignedIn: 14 },
    ...more,
  };
}

const idle = [
  account({ suspended: true, lastSignIn: "never", createdAt: "2020-01-01T00:00:00Z" }),
  account({ lastSignIn: "never", createdAt: "2026-10-01T00:00:00Z" }),
  account({ lastSignIn: "2026-08-01T00:00:00Z" }),
];
const busy = [account(), account({ lastSignIn: "never", createdAt: "2026-11-20T00:00:00Z" }), adminAccount()];

describe("seats of a type", () => {
  it("are counted once each: suspended, else never signed in, else inactive; new accounts have their days", () => {
    expect(countSeats(input({ accounts: [...idle, ...busy] })).types).toEqual([
      {
        type: "full",
        bought: 10,
        used: 6,
        free: 4,
        idle: { suspended: 1, never_signed_in: 1, inactive: 1, seats: 3 },
        no_signal: 0,
        monthly_cost: 19.9,
        cost_a_month: 199,
        could_be_saved: 139.3,
      },
    ]);
  });

  it("of which more are used than bought save only what was bought", () => {
    const types = { full: { bought: 4, monthlyCost: 10 } };
    const [full] = countSeats(input({ accounts: [...idle, ...busy], bought: { ...bought, types } })).types;
    expect(full).toMatchObject({ free: -2, could_be_saved: 10 });
    const [none] = countSeats(
      input({ accounts: busy, bought: { ...bought, types: { full: { bought: 1, monthlyCost: 10 } } } }),
    ).types;
    expect(none).toMatchObject({ free: -2, could_be_saved: 0 });
  });

  it("are the account's own class where that was bought, seated or not; else its class, if seated; shared ones are nobody's", () => {
    const types = { ...bought.types, light: { bought: 5, monthlyCost: null } };
    const accounts = [account(), lightAccount(), adminAccount(), account({ kind: "shared" }), account({ class: "trial" })];
    const used = (more: Partial<SeatsInput>) =>
      countSeats(input({ accounts, ...more })).types.map((one) => [one.type, one.bought, one.used]);
    expect(used({ bought: { ...bought, types } })).toEqual([
      ["full", 10, 2],
      ["light", 5, 1],
      ["trial", null, 1],
    ]);
    expect(used({ bought: null })).toEqual([
      ["full", null, 2],
      ["trial", null, 1],
    ]);
    expect(used({ bought: { ...bought, types: { admin: { bought: 1, monthlyCost: null } } } })).toEqual([
      ["admin", 1, 1],
      ["full", null, 1],
      ["trial", null, 1],
    ]);
  });
});

describe("what is not known", () => {
  it("of accounts that could not all be read is every number of use, never 0", () => {
    const { types, total } = countSeats(input({ accounts: null }));
    const none = { used: null, idle: { suspended: null, never_signed_in: null, inactive: null, seats: null }, no_signal: null };
    expect(types).toMatchObject([{ type: "full", bought: 10, free: null, cost_a_month: 199, could_be_saved: null, ...none }]);
    expect(total).toMatchObject({ bought: 10, could_be_saved: null, ...none });
  });

  it("of facts the platform does not tell is null, and of single accounts counts as no signal", () => {
    const silent = [account({ lastSignIn: null }), account({ lastSignIn: "never", createdAt: null }), account()];
    const of = (tells: SeatsInput["tells"]) => countSeats(input({ accounts: [...silent, ...idle], tells })).types[0];
    expect(of({ suspension: true, signIn: true })).toMatchObject({ idle: { seats: 3 }, no_signal: 2 });
    expect(of({ suspension: true, signIn: false })).toMatchObject({
      idle: { suspended: 1, inactive: null, seats: 1 },
      no_signal: 5,
    });
    expect(of({ suspension: false, signIn: false })).toMatchObject({ idle: { seats: null }, could_be_saved: null });
  });

  it("in one type is not known in the total", () => {
    const types = { ...bought.types, light: { bought: 5, monthlyCost: null } };
    expect(countSeats(input({ bought: { ...bought, types } })).total).toMatchObject({ bought: 15, used: 1, cost_a_month: null });
    expect(countSeats(input({ bought: null })).total).toMatchObject({ bought: null, used: 1, could_be_saved: null });
    expect(countSeats(input({ bought: null, accounts: [] })).total).toMatchObject({ bought: null, used: 0 });
  });
});

it("days to the renewal are negative once it is past", () => {
  const days = (renews: string | null) => daysToRenewal({ ...bought, renews }, today);
  expect([days("2027-02-01"), days(today), days("2026-11-20"), days(null), daysToRenewal(null, today)]).toEqual([
    71,
    0,
    -2,
    null,
    null,
  ]);
});

describe("licences of the platform", () => {
  const licence = { id: "L1", name: "full", description: null, used: 3, free: 5 };

  it("say what was bought where the configuration does not; its number goes before, its price stands beside", () => {
    const of = (types: Record<string, { bought: number | null; monthlyCost: number | null }>) =>
      countSeats(input({ licences: [licence], bought: { ...bought, types } })).types[0];
    expect(of({})).toMatchObject({ type: "full", bought: 8, used: 1, monthly_cost: null });
    expect(of({ full: { bought: null, monthlyCost: 2 } })).toMatchObject({ bought: 8, cost_a_month: 16 });
    expect(of({ full: { bought: 6, monthlyCost: 2 } })).toMatchObject({ bought: 6, cost_a_month: 12 });
  });

  it("of one name share what is left; one without a limit, or without a number, says nothing", () => {
    const boughtOf = (...licences: (typeof licence | { free: null } | { used: null })[]) =>
      countSeats(input({ licences: licences.map((one) => ({ ...licence, ...one })) as never, bought: null })).types[0]?.bought;
    expect(boughtOf(licence, { ...licence, id: "L2", used: 2 })).toBe(10);
    expect(boughtOf(licence, { free: null })).toBe(null);
    expect(boughtOf({ used: null })).toBe(null);
  });

  it("are held by accounts: who holds none takes no seat, and one nobody holds is still there", () => {
    const accounts = [account({ licence: "full" }), account({ licence: null }), account({ licence: "other" })];
    const unused = { ...licence, id: "L3", name: "spare", used: 0 };
    const { types } = countSeats(input({ accounts, licences: [licence, unused], bought: null }));
    expect(types.map(({ type, bought: some, used }) => [type, some, used])).toEqual([
      ["full", 8, 1],
      ["other", null, 1],
      ["spare", 5, 0],
    ]);
  });
});
