import type { ReactNode } from "react";

const SEAL =
  "M12 2.2 14.6 4l3.1-.2 1.2 2.9 2.6 1.8-.8 3 .8 3.1-2.6 1.8-1.2 2.9-3.1-.2L12 21l-2.6-1.9-3.1.2-1.2-2.9-2.6-1.8.8-3.1-.8-3 2.6-1.8 1.2-2.9 3.1.2Z";

/** Drawings on a field of 24 x 24, in the colour of the text around them. */
const DRAWINGS = {
  home: (
    <>
      <path d="M3 11.2 12 3.4l9 7.8" />
      <path d="M5.6 9.4v11.2h12.8V9.4M10 20.6v-6.2h4v6.2" />
    </>
  ),
  "circle-tick": (
    <>
      <circle cx="12" cy="12" r="9.5" />
      <path d="m7.5 12.4 3.1 3.1 6-6.6" />
    </>
  ),
  "circle-dashed": (
    <>
      <circle cx="12" cy="12" r="9.5" strokeDasharray="3.2 2.8" />
      <path d="M8.5 12h7" />
    </>
  ),
  "triangle-mark": (
    <>
      <path d="M12 2.8 22.3 20.8H1.7Z" />
      <path d="M12 9.3v5.4M12 17.4v.4" />
    </>
  ),
  "octagon-cross": (
    <>
      <path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8Z" />
      <path d="m8.6 8.6 6.8 6.8m0-6.8-6.8 6.8" />
    </>
  ),
  barrier: (
    <>
      <circle cx="12" cy="12" r="9.5" />
      <path d="M6.8 12h10.4" strokeWidth="3.4" />
    </>
  ),
  "square-question": (
    <>
      <rect x="2.8" y="2.8" width="18.4" height="18.4" rx="1.5" />
      <path d="M9.2 9.4a2.8 2.8 0 1 1 4.3 2.4c-1 .6-1.5 1.1-1.5 2.3M12 17v.4" />
    </>
  ),
  "seal-tick": (
    <>
      <path d={SEAL} />
      <path d="m8.2 11.8 2.7 2.7 4.9-5.4" />
    </>
  ),
  "seal-double": (
    <>
      <path d="M15.6 4.6 17.4 3l2 1.4 2.3.5.3 2.4 1.3 1.9-1 2.2.1 2.4-2 1.2-1.3 2-2.4-.2" strokeWidth="1.8" />
      <path d="M9.4 4.2 11.6 5.8l2.7-.2 1 2.5 2.3 1.5-.7 2.7.7 2.6-2.3 1.5-1 2.6-2.7-.2-2.2 1.6L7.1 19l-2.7.2-1-2.6-2.3-1.5.7-2.6-.7-2.7 2.3-1.5 1-2.5 2.7.2Z" />
      <path d="m6.1 12.4 2.4 2.4 4.2-4.7" />
    </>
  ),
  "seal-dotted": <path d={SEAL} strokeDasharray="0.1 4.2" strokeWidth="2.7" />,
  "seal-question": (
    <>
      <path d={SEAL} />
      <path d="M9.2 9.4a2.8 2.8 0 1 1 4.3 2.3c-1 .7-1.5 1.1-1.5 2.1M12 16.4v.3" />
    </>
  ),
  "seal-gap": (
    <path d="M12 2.2 9.4 4l-3.1-.2-1.2 2.9-2.6 1.8.8 3-.8 3.1 2.6 1.8 1.2 2.9 3.1-.2L12 21l2.6-1.9 3.1.2 1.2-2.9 2.6-1.8-.8-2.6L12 12Z" />
  ),
  "seal-broken": (
    <>
      <path d="M8.8 2.6A7.3 9.6 0 0 0 7.4 21.1l1.7-4.8-2.8-3.9 3.3-4.2Z" />
      <path d="M14.8 1.9a7.2 9.6 0 0 1-.4 19.3l1.1-4.9-2.6-4.2 3.1-4Z" />
    </>
  ),
  ring: <path d="M12 3a9 9 0 1 1-8.6 6.4" />,
  pen: <path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19ZM14 6.5l3.5 3.5" />,
  gear: (
    <>
      <circle cx="12" cy="12" r="3.2" />
      <path d="m10.3 2.5-.5 2.6-2 1-2.4-1-1.8 3.1 2 1.7v2.2l-2 1.7 1.8 3.1 2.4-1 2 1 .5 2.6h3.4l.5-2.6 2-1 2.4 1 1.8-3.1-2-1.7v-2.2l2-1.7-1.8-3.1-2.4 1-2-1-.5-2.6Z" />
    </>
  ),
  pause: <path d="M8.5 5v14M15.5 5v14" />,
  cross: <path d="m6 6 12 12M18 6 6 18" />,
  "page-broken": (
    <>
      <path d="M5 10V2.5h9.5L19 7v3M14.5 2.5V7H19" />
      <path d="m3 13 3 2.5 3-2.5 3 2.5 3-2.5 3 2.5 3-2.5" />
      <path d="M5 18.5v3h14v-3" />
    </>
  ),
  list: <path d="M8.5 6H21M8.5 12H21M8.5 18H21M3.5 6h.6M3.5 12h.6M3.5 18h.6" />,
  "box-in": <path d="M12 3v11m0 0-4-4m4 4 4-4M3.5 14v6h17v-6" />,
  pulse: <path d="M2.5 12.5h4l2.5-7 4.5 13 3-8 1.5 2h3.5" />,
  note: <path d="M5 3.5h14v11l-5.5 6H5ZM13.5 20.5v-6H19M8.5 8h7M8.5 11.5h4.5" />,
  tag: (
    <>
      <path d="M3.5 3.5h8L21 13l-8 8-9.5-9.5Z" />
      <circle cx="8" cy="8" r="1.2" />
    </>
  ),
  eye: (
    <>
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
      <circle cx="12" cy="12" r="2.8" />
    </>
  ),
  "eye-off": (
    <>
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12Z" />
      <path d="M4 20.5 20 3.5" />
    </>
  ),
  copy: <path d="M8.5 8.5h12v12h-12ZM15.5 8.5v-5h-12v12h5" />,
  again: <path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4L20 9M20 3.5V9h-5.5" />,
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="m15.5 15.5 5.5 5.5" />
    </>
  ),
  "chevron-down": <path d="m5.5 9 6.5 6.5L18.5 9" />,
  "chevron-right": <path d="m9 5.5 6.5 6.5L9 18.5" />,
  "arrow-up": <path d="M12 20.5v-17m0 0-6 6m6-6 6 6" />,
  "arrow-down": <path d="M12 3.5v17m0 0-6-6m6 6 6-6" />,
  bookmark: <path d="M6 3h12v18l-6-4.6L6 21Z" />,
  compare: <path d="M3.5 4h7v16h-7ZM13.5 4h7v16h-7Z" />,
  "arrow-left": <path d="M20.5 12h-17m0 0 7-7m-7 7 7 7" />,
  "arrow-right": <path d="M3.5 12h17m0 0-7-7m7 7-7 7" />,
  file: <path d="M5.5 2.5h9L19 7v14.5H5.5ZM14.5 2.5V7H19" />,
  folder: <path d="M2.5 5.5h7l2 2.5h10v11.5h-19Z" />,
  disk: <path d="M3 5h18v14H3ZM3 14h18M16.5 16.7h1.5" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="9.5" />
      <path d="M12 6.5V12L8 15" />
    </>
  ),
  plus: <path d="M12 4v16M4 12h16" />,
  minus: <path d="M4 12h16" />,
  tick: <path d="m4.5 12.5 5 5 10-11" />,
  unequal: <path d="M4 9h16M4 15h16M16.5 4l-9 16" />,
  branches: (
    <path d="M5 3.5v13.5a3 3 0 0 0 3 3h4M5 8.5a3 3 0 0 0 3 3h4M14 8.5h6.5v6H14ZM14 17h6.5v5H14ZM3 1.5h4v3H3Z" />
  ),
  undo: <path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H8M4 9l5-5M4 9l5 5" />,
  filter: <path d="M3 5h18l-7 8.5V20l-4-2v-4.5Z" />,
  barcode: <path d="M3 5v14M6.5 5v14M10 5v14M13 5v14M17 5v14M21 5v14" />,
  sample: <path d="M9 2.5h6M10 2.5v7L4 20.5h16L14 9.5v-7M7 15.5h10" />,
} as const satisfies Readonly<Record<string, ReactNode>>;

/** The name of a drawing. */
export type IconName = keyof typeof DRAWINGS;

/** A drawing beside a word. It is never the only carrier of a meaning and is not read aloud. */
export function Icon({ name, size = "1.25em" }: { readonly name: IconName; readonly size?: string }) {
  return (
    <svg
      className="icon"
      data-icon={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
