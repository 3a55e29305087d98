import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { WindowStates, WindowStores } from "./window-stores.ts";

const StoresContext = createContext<WindowStores | null>(null);

/** Hands the stores to everything inside it. */
export const StoresProvider = StoresContext.Provider;

/** All stores. Throws outside of a provider. */
export function useStores(): WindowStores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error("useStores is used outside of StoresProvider");
  return stores;
}

/** The part of a store that `select` picks, kept up to date. */
export function useWindowStore<Name extends keyof WindowStates, Picked>(
  name: Name,
  select: (state: WindowStates[Name]) => Picked,
): Picked {
  const store: StoreApi<WindowStates[Name]> = useStores()[name];
  return useStore(store, select);
}
