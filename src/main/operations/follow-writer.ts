/** What following needs: how far another process has written, and whom to tell when it went on. */
export interface FollowParts {
  /** Null while we write ourselves or no folder is open: then there is nobody to follow. */
  readonly appliedSeq: () => Promise<number | null>;
  readonly tell: (seq: number) => void;
  /** Not being able to look is no news for a person who only reads; the next look may do. */
  readonly onFailed: (error: unknown) => void;
}

/** People who watch a list another process fills do not wait longer than this. */
const LOOK_EVERY_MS = 2_000;

/** Looks now and then whether another process went on writing, and tells so. The result stops it. */
export function followWriter(parts: FollowParts): () => void {
  let seen: number | null = null;
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const seq = await parts.appliedSeq();
      if (seq !== null && seen !== null && seq > seen) parts.tell(seq);
      seen = seq;
    } catch (error) {
      parts.onFailed(error);
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  // It must not keep a finished process alive.
  timer.unref();
  void look();
  return () => clearInterval(timer);
}
