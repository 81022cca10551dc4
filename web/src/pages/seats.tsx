import { addressOf } from "../api.ts";
import { Card, List } from "../parts/card.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { money } from "../parts/words.ts";
import { useCall } from "../queries.ts";

/** Seats bought, used and idle, and what they cost. */
export function SeatsPage() {
  const seats = useCall("seats", { query: {} });
  return (
    <>
      <h1>Seats</h1>
      <p className="dim">
        Counted in the same reading as the audit; what nobody knows is a dash.{" "}
        <a href={addressOf("seats", { query: { format: "csv" } })} download>
          CSV
        </a>
      </p>
      <Shown of={seats} rows={12}>
        {({ systems }) => (
          <>
            {systems.length === 0 ? <Empty>No system was read in this period yet.</Empty> : null}
            {systems.map(({ system, name, types, total, currency, renews, days_to_renewal: days, reason, history }) => (
              <Card
                key={system}
                title={name}
                aside={renews ? `renews ${renews}${days === null ? "" : `, in ${days} days`}` : "no renewal date configured"}
              >
                {reason ? <p className="inside unread">{reason}</p> : null}
                <List
                  label={`Seats of ${name}`}
                  items={[...types, { ...total, type: "all", free: null, monthly_cost: null }]}
                  id={({ type }) => type}
                  columns={[
                    { name: "Type", of: ({ type }) => type },
                    { name: "Bought", number: true, of: ({ bought }) => bought ?? "–" },
                    { name: "Used", number: true, of: ({ used }) => used ?? "–" },
                    { name: "Idle", number: true, of: ({ idle }) => idle.seats ?? "–" },
                    { name: "Suspended", number: true, of: ({ idle }) => idle.suspended ?? "–" },
                    { name: "Never signed in", number: true, of: ({ idle }) => idle.never_signed_in ?? "–" },
                    { name: "Inactive", number: true, of: ({ idle }) => idle.inactive ?? "–" },
                    { name: "A month", number: true, of: ({ cost_a_month: cost }) => money(cost, currency) },
                    { name: "Could be saved", number: true, of: ({ could_be_saved: saved }) => money(saved, currency) },
                  ]}
                />
                {history.length > 1 ? (
                  <p className="inside dim small">
                    {history.map(({ period, used, idle }) => `${period}: ${used ?? "–"} used, ${idle ?? "–"} idle`).join(" · ")}
                  </p>
                ) : null}
              </Card>
            ))}
          </>
        )}
      </Shown>
    </>
  );
}
