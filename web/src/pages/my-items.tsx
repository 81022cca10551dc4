import { Link } from "wouter";
import { Card } from "../parts/card.tsx";
import { FindingList } from "../parts/finding-list.tsx";
import { Empty, Shown } from "../parts/states.tsx";
import { counted } from "../parts/words.ts";
import { useCall } from "../queries.ts";

/** What is asked of whoever is signed in. */
export function MyItemsPage() {
  const mine = useCall("myItems", {});
  return (
    <>
      <h1>My items</h1>
      <Shown of={mine}>
        {({ items, to_decide: decisions, to_review: reviews, settled }) => (
          <>
            <Card title="Asked of me" aside={`${counted(settled, "item")} settled already`}>
              <FindingList findings={items} hasSystem empty="Nothing is asked of you." />
            </Card>
            <Card title="Waits for my decision">
              <FindingList findings={decisions} hasSystem empty="No explanation waits for your decision." />
            </Card>
            <Card title="Waits for my review">
              {reviews.length === 0 ? <Empty>No audit waits for your review.</Empty> : null}
              {reviews.map(({ audit, name }) => (
                <p className="inside" key={audit}>
                  <Link href={`/audits/${audit}`}>{name}</Link>
                </p>
              ))}
            </Card>
          </>
        )}
      </Shown>
    </>
  );
}
