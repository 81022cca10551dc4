import type { ReactNode } from "react";

/** A titled part of a page. */
export function Card({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="dim small">{aside}</span>
      </header>
      {children}
    </section>
  );
}

export interface Column<T> {
  name: string;
  of: (item: T) => ReactNode;
  number?: true;
}

/** A table of what fits on a page; it scrolls sideways where it is narrow. */
export function List<T>({
  items,
  columns,
  id,
  label,
}: {
  items: readonly T[];
  columns: readonly Column<T>[];
  id: (item: T) => string;
  label: string;
}) {
  return (
    // What scrolls must be reached by the keyboard.
    <section className="scroll" tabIndex={0} aria-label={`${label}, table`}>
      <table className="list">
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th key={name} className={number ? "number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={id(item)}>
              {columns.map(({ name, of, number }) => (
                <td key={name} className={number ? "number" : ""}>
                  {of(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
