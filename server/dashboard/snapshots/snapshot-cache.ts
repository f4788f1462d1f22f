import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CACHE_MANAGER } from '@nestjs/cache-manager';
import { Inject, Injectable } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import type { Counter } from 'prom-client';
import { rangeKey } from '../../../wire/range.js';
import type { Position } from '../../../wire/schemas/snapshot.js';
import { Clock } from '../../common/time/clock.js';
import { Telemetry } from '../../common/telemetry.js';
import { type RequestedRange, timeRangeOf } from '../../common/time/requested-range.js';
import { forEachInSlices } from '../../common/time/time-slices.js';
import type { ActiveBoard } from './active-board.js';
import { ActiveBoards } from './active-boards.js';
import { SnapshotAssembler } from './snapshot-assembler.js';
import { type SnapshotParts } from './snapshot-parts.js';

const compress = promisify(gzip);

/** Smaller snapshots are not compressed, because it would hardly make them smaller. */
const MIN_COMPRESSED_BYTES = 1_024;

/** A snapshot as bytes, created once and sent for all equal requests. */
export class SerializedSnapshot {
  private compressed?: Promise<Buffer>;

  constructor(
    readonly body: Buffer,
    readonly etag: string,
    readonly position: Position,
    readonly freshUntil: number,
  ) {}

  /** The gzipped body, compressed at the first call. Undefined if the body is too small. */
  gzipped(): Promise<Buffer> | undefined {
    if (this.body.length < MIN_COMPRESSED_BYTES) return undefined;
    this.compressed ??= compress(this.body, { level: 5 });
    return this.compressed;
  }
}

/**
 * Returns snapshots as bytes, by board, range and `since`. A snapshot is cached until the board changes or a frame's TTL ends.
 * Otherwise it is assembled once for all concurrent requests. A cached snapshot has the position that the board had before it
 * was assembled, and is served only at this position. So neither a late nor a stale one is ever served.
 */
@Injectable()
export class SnapshotCache {
  private readonly builds = new Map<string, { position: Position; snapshot: Promise<SerializedSnapshot> }>();
  private readonly built: Counter;
  private readonly lookups: Counter<'result'>;

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly activeBoards: ActiveBoards,
    private readonly assembler: SnapshotAssembler,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.built = telemetry.counter('snapshot_builds_total', 'Assembled snapshots. Identical requests share one');
    this.lookups = telemetry.counter(
      'snapshot_lookups_total',
      'Requests for snapshots, by result of the cache lookup',
      ['result'],
    );
  }

  /**
   * Returns the board's snapshot.
   * @param requested defaults to the board's own range
   * @param since `<epoch>.<revision>` that the client has. The snapshot is complete if no difference to it can be computed.
   * @throws Problem 404, 410; 422 for an invalid time range
   */
  async get(board: string, requested: RequestedRange = {}, since?: string): Promise<SerializedSnapshot> {
    const active = this.activeBoards.activate(board);
    const { position, defaultRange } = active;
    const range = timeRangeOf(requested, defaultRange, this.clock.now());
    const from = deltaBase(since, active);
    const key = `${board}/${rangeKey(range)}/${from ?? ''}`;

    const cached = await this.cache.get<SerializedSnapshot>(key);
    if (cached && samePosition(cached.position, position) && this.clock.now() < cached.freshUntil) {
      this.lookups.inc({ result: 'hit' });
      return cached;
    }
    this.lookups.inc({ result: 'miss' });
    return this.build(key, position, () => this.assembler.assemble(board, range, from));
  }

  /** Builds once per key and position. A request at a later position must not receive a build that began before it. */
  private build(key: string, position: Position, assemble: () => Promise<SnapshotParts>): Promise<SerializedSnapshot> {
    const running = this.builds.get(key);
    if (running && samePosition(running.position, position)) return running.snapshot;

    const snapshot = this.assembleAndCache(key, assemble).finally(() => {
      if (this.builds.get(key)?.snapshot === snapshot) this.builds.delete(key);
    });
    this.builds.set(key, { position, snapshot });
    return snapshot;
  }

  private async assembleAndCache(key: string, assemble: () => Promise<SnapshotParts>): Promise<SerializedSnapshot> {
    const parts = await assemble();
    this.built.inc();
    const { epoch, revision } = parts.head;
    const { body, etag } = await serialize(parts);
    const snapshot = new SerializedSnapshot(body, etag, { epoch, revision }, parts.freshUntil);
    const ttl = parts.freshUntil - this.clock.now();
    // A TTL of 0 would mean unlimited.
    if (ttl > 0) await this.cache.set(key, snapshot, Math.ceil(ttl));
    return snapshot;
  }
}

/** Returns the snapshot's bytes and their hash. They are created panel by panel, so that a large one does not block the event loop. */
async function serialize({ head, panels }: SnapshotParts): Promise<{ body: Buffer; etag: string }> {
  const hash = createHash('sha1');
  const chunks: Buffer[] = [];
  const add = (text: string): void => {
    const chunk = Buffer.from(text);
    hash.update(chunk);
    chunks.push(chunk);
  };
  add(`${JSON.stringify(head).slice(0, -1)},"panels":{`);
  let separator = '';
  await forEachInSlices(panels, ([id, json]) => {
    add(`${separator}${JSON.stringify(id)}:${json}`);
    separator = ',';
  });
  add('}}');
  return { body: Buffer.concat(chunks), etag: `"${hash.digest('base64url')}"` };
}

/** The revision that a difference can be computed from; undefined if only a complete snapshot is possible. */
function deltaBase(since: string | undefined, { position, definitionRevision }: ActiveBoard): number | undefined {
  const [, epoch, digits] = /^([A-Za-z0-9_-]+)\.(\d{1,15})$/.exec(since ?? '') ?? [];
  if (epoch !== position.epoch) return undefined;
  const revision = Number(digits);
  return revision >= definitionRevision && revision <= position.revision ? revision : undefined;
}

function samePosition(a: Position, b: Position): boolean {
  return a.revision === b.revision && a.epoch === b.epoch;
}
