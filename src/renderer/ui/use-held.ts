import { useRef } from "react";

/** The value that was made when the key came to be what it is: the same one until the key changes. */
export function useHeld<Value>(key: string | number, make: () => Value): Value {
  const held = useRef<{ readonly key: string | number; readonly value: Value } | null>(null);
  if (held.current === null || held.current.key !== key) held.current = { key, value: make() };
  return held.current.value;
}
