import { type SafePiece, safeLinePieces, safePieces } from "../format/safe-text.ts";

/** A name or text from a record, kept apart from the words around it, with everything one cannot see spelled out. */
export function SafeName({ text }: { readonly text: string }) {
  return (
    <bdi>
      <SafePieces pieces={safePieces(text)} />
    </bdi>
  );
}

/** A line of a stored text; blanks at its ends stay blanks. */
export function SafeLine({ line }: { readonly line: string }) {
  return (
    <bdi>
      <SafePieces pieces={safeLinePieces(line)} />
    </bdi>
  );
}

function SafePieces({ pieces }: { readonly pieces: readonly SafePiece[] }) {
  return pieces.map((piece) =>
    piece.escaped ? (
      <span key={piece.at} className="escaped">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}
