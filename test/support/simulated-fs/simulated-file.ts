import type { Unflushed } from "./crash-survival.ts";

/** What a drive writes whole: a torn write is torn between two of these. */
export const SECTOR_BYTES = 512;

interface SectorVersion {
  readonly time: number;
  readonly bytes: Buffer;
}

interface SizeVersion {
  readonly time: number;
  readonly sizeBytes: number;
}

/** What a sector holds whose size reached the disk and whose content did not. */
export type LostSectors = "zeros" | "junk";

const JUNK = Buffer.alloc(SECTOR_BYTES, "\u00e5junk of another file\n", "latin1");

function sectorsOf(sizeBytes: number): number {
  return Math.ceil(sizeBytes / SECTOR_BYTES);
}

/**
 * A file as programs see it (the cache) and as the disk has it. Each sector and the size become durable on their own: by a flush, or by
 * chance at a power cut.
 */
export class SimulatedFile {
  readonly kind = "file";
  readonly id: number;
  modifiedMs: number;
  #cache: Buffer;
  #size: number;
  /** Zero beyond the durable size. */
  #disk: Buffer;
  #diskSize: number;
  #isShared: boolean;
  #sectors = new Map<number, SectorVersion[]>();
  #sizes: SizeVersion[] = [];
  /** What was made up to this time met a failed flush: the system holds it for clean and never writes it again. */
  #abandonedUpTo = -1;

  /** A file whose `content` is durable. The bytes are not copied before they change. */
  constructor(id: number, modifiedMs: number, content: Buffer = Buffer.alloc(0)) {
    this.id = id;
    this.modifiedMs = modifiedMs;
    this.#cache = content;
    this.#disk = content;
    this.#size = content.byteLength;
    this.#diskSize = content.byteLength;
    this.#isShared = true;
  }

  get sizeBytes(): number {
    return this.#size;
  }

  /** The content as programs see it. Not to be changed. */
  get content(): Buffer {
    return this.#cache.subarray(0, this.#size);
  }

  get isFlushed(): boolean {
    return this.#sectors.size === 0 && this.#sizes.length === 0;
  }

  read(into: Uint8Array, position: number): number {
    if (position >= this.#size) return 0;
    return this.#cache.copy(into, 0, position, Math.min(this.#size, position + into.byteLength));
  }

  write(bytes: Uint8Array, position: number, time: number): number {
    const end = position + bytes.byteLength;
    this.#own(end);
    this.#cache.set(bytes, position);
    if (end > this.#size) this.#resize(end, time);
    else if (end > this.#diskSize && (this.#sizes.at(-1)?.time ?? time) <= this.#abandonedUpTo)
      this.#resize(this.#size, time);
    this.#noteSectors(position, end, time);
    return bytes.byteLength;
  }

  /** What is cut off stays on the disk until the new size is flushed: should the file grow again before that, it may come back. */
  truncate(sizeBytes: number, time: number): void {
    const before = this.#size;
    this.#own(sizeBytes);
    if (sizeBytes === before) return;
    this.#resize(sizeBytes, time);
    if (sizeBytes > before) return;
    this.#cache.fill(0, sizeBytes, before);
    for (const index of this.#sectors.keys()) if (index >= sectorsOf(sizeBytes)) this.#sectors.delete(index);
    this.#noteSectors(sizeBytes, Math.min(before, sectorsOf(sizeBytes) * SECTOR_BYTES), time);
  }

  /** Makes durable what was there at `time`. What a failed flush let go of is not written again. */
  flush(time: number): void {
    const size = this.#sizes.findLast((version) => version.time <= time);
    if (size !== undefined && size.time > this.#abandonedUpTo) {
      const smallest = Math.min(
        ...this.#sizes.map((version) => (version.time > time ? size.sizeBytes : version.sizeBytes)),
      );
      if (smallest < this.#diskSize) this.#disk.fill(0, smallest);
      this.#diskSize = size.sizeBytes;
      this.#sizes = this.#sizes.filter((version) => version.time > time);
    }
    for (const [index, versions] of this.#sectors) {
      const last = versions.findLast((version) => version.time <= time);
      if (last === undefined || last.time <= this.#abandonedUpTo) continue;
      this.#store(index, last.bytes);
      const later = versions.filter((version) => version.time > time);
      if (later.length === 0) this.#sectors.delete(index);
      else this.#sectors.set(index, later);
    }
  }

  /** A flush failed: what was to be written is marked clean in the cache and may or may not be on the disk. */
  abandon(time: number): void {
    this.#abandonedUpTo = Math.max(this.#abandonedUpTo, time);
  }

  /** What a power cut may keep or lose: the size first, then the sectors in their order. */
  unflushed(): Unflushed[] {
    const sizes = this.#sizes.length === 0 ? [] : [{ times: this.#sizes.map(({ time }) => time) }];
    return [...sizes, ...[...this.#sectors.values()].map((versions) => ({ times: versions.map(({ time }) => time) }))];
  }

  /** The content after a power cut that kept so many versions of each thing in `unflushed`. */
  survived(kept: readonly number[], lost: LostSectors): Buffer {
    const queue = [...kept];
    const size = this.#sizes.length === 0 ? this.#diskSize : this.#sizeAfter(queue.shift() ?? 0);
    const bytes = Buffer.alloc(size);
    this.#disk.copy(bytes, 0, 0, Math.min(size, this.#diskSize));
    for (const [index, versions] of this.#sectors) {
      const version = versions[(queue.shift() ?? 0) - 1];
      if (version !== undefined) version.bytes.copy(bytes, index * SECTOR_BYTES);
      else if (lost === "junk" && index >= sectorsOf(this.#diskSize)) JUNK.copy(bytes, index * SECTOR_BYTES);
    }
    return bytes;
  }

  #sizeAfter(kept: number): number {
    return this.#sizes[kept - 1]?.sizeBytes ?? this.#diskSize;
  }

  #resize(sizeBytes: number, time: number): void {
    this.#size = sizeBytes;
    this.#sizes.push({ time, sizeBytes });
  }

  #noteSectors(start: number, end: number, time: number): void {
    for (let index = Math.floor(start / SECTOR_BYTES); index < sectorsOf(end); index += 1) {
      const bytes = Buffer.alloc(SECTOR_BYTES);
      this.#cache.copy(bytes, 0, index * SECTOR_BYTES, (index + 1) * SECTOR_BYTES);
      const versions = this.#sectors.get(index);
      if (versions === undefined) this.#sectors.set(index, [{ time, bytes }]);
      else versions.push({ time, bytes });
    }
  }

  #store(index: number, bytes: Buffer): void {
    const end = (index + 1) * SECTOR_BYTES;
    if (this.#disk.byteLength < end) this.#disk = grown(this.#disk, end);
    bytes.copy(this.#disk, index * SECTOR_BYTES);
  }

  /** Room for `sizeBytes`, in buffers of our own. */
  #own(sizeBytes: number): void {
    if (this.#isShared) {
      this.#disk = grown(this.#disk, this.#disk.byteLength);
      this.#cache = grown(this.#cache, Math.max(sizeBytes, this.#size));
      this.#isShared = false;
    } else if (this.#cache.byteLength < sizeBytes) {
      this.#cache = grown(this.#cache, sizeBytes);
    }
  }
}

function grown(bytes: Buffer, sizeBytes: number): Buffer {
  const larger = Buffer.alloc(Math.max(SECTOR_BYTES, sectorsOf(sizeBytes) * SECTOR_BYTES * 2));
  bytes.copy(larger);
  return larger;
}
