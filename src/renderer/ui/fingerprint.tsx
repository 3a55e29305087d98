/** A SHA-256 fingerprint, whole or its first twelve digits. */
export function Fingerprint({ sha256, short = false }: { readonly sha256: string; readonly short?: boolean }) {
  return (
    <code className="mono" title={short ? sha256 : undefined}>
      {short ? sha256.slice(0, 12) : sha256}
    </code>
  );
}
