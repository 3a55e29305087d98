import { AppError } from "../../shared/app-error.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { OpenFolder } from "./open-folder.ts";

/** The catalog for whoever must miss nothing. Throws CONFLICT while it is being built and holds a part only. */
export async function wholeCatalog(folder: Pick<OpenFolder, "catalog">): Promise<Catalog> {
  const catalog = await folder.catalog();
  if (!(await isBeingBuilt(catalog))) return catalog;
  throw new AppError("CONFLICT", "The list is being built from the records. Try again when it is done.");
}

/** Whether what the catalog does not know may be there all the same. */
export async function isBeingBuilt(catalog: Pick<Catalog, "status">): Promise<boolean> {
  return (await catalog.status()).state === "building";
}
