import { isReadable, type JudgedLine, judgeLine } from "./judge-group.ts";
import type { LedgerLine } from "./ledger-lines.ts";

const LINE_FEED = 0x0a;
const CLOSE_BRACE = 0x7d;
/** How lines start. Behind a closing brace and one more byte this is where a line feed was. */
const LINE_STARTS = [Buffer.from('{"actor":{"'), Buffer.from('{"cp":"')];

/**
 * The lines, judged, with line feeds put right that one changed byte made or took away: two lines that run into one, one that falls into
 * two, a last one without its end. `onMended` is told where the byte stands. What cannot be read otherwise is passed on as it is.
 */
export function* mendLines(lines: Iterable<LedgerLine>, onMended: (offset: number) => void): Generator<JudgedLine> {
  let held: JudgedLine | null = null;
  for (const line of lines) {
    const [first, second] = fallApart(judgeLine(line), onMended);
    const joined: JudgedLine | null = held === null ? null : runTogether(held, first, onMended);
    if (held !== null && joined === null) yield held;
    held = joined ?? first;
    if (second === null) continue;
    yield held;
    held = second;
  }
  if (held !== null) yield held;
}

/** The two lines that ran into one because the line feed between them is another byte, or the one line as it is. */
function fallApart(line: JudgedLine, onMended: (offset: number) => void): readonly [JudgedLine, JudgedLine | null] {
  if (isReadable(line)) return [line, null];
  if (!line.isComplete) return [withoutLastByte(line, onMended) ?? line, null];
  for (const at of lostLineFeeds(line.bytes)) {
    const middle = line.offset + at + 1;
    const first = judgeLine({ ...line, bytes: line.bytes.subarray(0, at), end: middle });
    const second = judgeLine({ ...line, bytes: line.bytes.subarray(at + 1), offset: middle });
    if (!isReadable(first) || !isReadable(second)) continue;
    onMended(line.offset + at);
    return [first, second];
  }
  return [line, null];
}

/** The last line, whose line feed is another byte. */
function withoutLastByte(line: JudgedLine, onMended: (offset: number) => void): JudgedLine | null {
  const whole = judgeLine({ ...line, bytes: line.bytes.subarray(0, -1), isComplete: true });
  if (!isReadable(whole)) return null;
  onMended(line.end - 1);
  return whole;
}

function* lostLineFeeds(bytes: Buffer): Generator<number> {
  for (const start of LINE_STARTS) {
    for (let at = bytes.indexOf(start, 2); at >= 0; at = bytes.indexOf(start, at + 1)) {
      if (bytes[at - 2] === CLOSE_BRACE) yield at - 1;
    }
  }
}

/** The one line that fell into two because a byte of it became a line feed, or null. */
function runTogether(first: JudgedLine, second: JudgedLine, onMended: (offset: number) => void): JudgedLine | null {
  if (isReadable(first) || isReadable(second) || !first.isComplete) return null;
  const bytes = Buffer.concat([first.bytes, Buffer.of(LINE_FEED), second.bytes]);
  const at = first.bytes.byteLength;
  for (let value = 0; value < 256; value += 1) {
    bytes[at] = value;
    const whole = judgeLine({ ...second, bytes, offset: first.offset });
    if (!isReadable(whole)) continue;
    onMended(first.offset + at);
    return whole;
  }
  return null;
}
