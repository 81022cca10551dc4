import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

/** Words to search for; the list follows when the typing rests. */
export function Search({
  value,
  onChange,
  label = "Search",
}: {
  value: string;
  onChange: (text: string) => void;
  label?: string;
}) {
  const [text, setText] = useState(value);
  const [was, setWas] = useState(value);
  if (value !== was) {
    // The address changed: what is searched for is what it says.
    setWas(value);
    setText(value);
  }
  const later = useDebouncedCallback(onChange, 120);
  return (
    <TextInput
      size="xs"
      label={label}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        later(currentTarget.value);
      }}
    />
  );
}

/** One of several; the first is what holds without a choice. */
export function Choice({
  label,
  value,
  of,
  onChange,
}: {
  label: string;
  value: string | undefined;
  of: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  return (
    <Select
      size="xs"
      label={label}
      data={of.map(([id, name]) => ({ value: id, label: name }))}
      value={value ?? of[0]?.[0] ?? null}
      onChange={(chosen) => onChange(chosen ?? "")}
      allowDeselect={false}
      w={150}
    />
  );
}
