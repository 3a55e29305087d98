export function BatchPage(_: { readonly by: "batch" | "session"; readonly value: string }) {
  return null;
}
