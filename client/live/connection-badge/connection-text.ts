import type { ConnectionState, ConnectionStatus } from '../connection/connection-status';
import { formatClock, formatSpan } from '../../i18n/format/format-time';

/** How a state looks: never by its colour alone, so each has a shape too. */
export type ConnectionMark = 'ok' | 'warn' | 'crit' | 'waiting';

export interface ConnectionText {
  /** The state in a word or two: `Live`, `Polling every 60 s`. */
  readonly label: string;
  /** `as of 14:21:30`, wherever the page is not live. */
  readonly asOf?: string;
  readonly mark: ConnectionMark;
  /** What it means for the values on the page. */
  readonly meaning: string;
  /** What one can do about it. */
  readonly advice?: string;
}

const MARKS: Readonly<Record<ConnectionState, ConnectionMark>> = {
  connecting: 'waiting',
  live: 'ok',
  reconnecting: 'warn',
  polling: 'warn',
  offline: 'crit',
};

export function connectionText(status: ConnectionStatus, now: number, locale?: string): ConnectionText {
  const { state, lastUpdateAt } = status;
  const interval = formatInterval(status.pollIntervalMs);
  const asOf =
    state === 'live' || state === 'connecting' || lastUpdateAt === undefined
      ? undefined
      : $localize`as of ${formatClock(lastUpdateAt, now, locale)}:time:`;
  return { ...TEXTS[state](interval), asOf, mark: MARKS[state] };
}

/** The same for a page that shows a fixed part of time: a good connection does not make that the present. */
export function fixedWords(status: ConnectionStatus, now: number, locale?: string): ConnectionText {
  const words = connectionText(status, now, locale);
  return status.state === 'live' ? { ...words, ...FIXED } : words;
}

const FIXED: Pick<ConnectionText, 'label' | 'mark' | 'meaning'> = {
  label: $localize`Fixed time`,
  mark: 'waiting',
  meaning: $localize`The page is connected, but shows a part of time that stands still. Values that come late for it still appear.`,
};

const TEXTS: Readonly<
  Record<ConnectionState, (interval: string) => Pick<ConnectionText, 'label' | 'meaning' | 'advice'>>
> = {
  connecting: () => ({
    label: $localize`Connecting`,
    meaning: $localize`The page is opening its connection to the server.`,
  }),
  live: () => ({
    label: $localize`Live`,
    meaning: $localize`Changes appear within a second of being sent.`,
  }),
  reconnecting: () => ({
    label: $localize`Reconnecting`,
    meaning: $localize`The connection was lost. The values are the last ones that came; the page connects again by itself.`,
    advice: $localize`Nothing to do. If it lasts, see whether the server is running and this device is online.`,
  }),
  polling: (interval) => ({
    label: $localize`Polling every ${interval}:interval:`,
    meaning: $localize`The server answers, but no WebSocket stays open, so the page asks every ${interval}:interval:. Values can be that old.`,
    advice: $localize`Often a proxy in between is the reason: let it pass WebSocket upgrades for /ws/dashboard.`,
  }),
  offline: () => ({
    label: $localize`Offline`,
    meaning: $localize`The server does not answer. The last values stay, each with its age; the page keeps trying by itself.`,
    advice: $localize`See whether the server is running and whether this device is online.`,
  }),
};

function formatInterval(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

export interface ConnectionDetail {
  readonly name: string;
  readonly value: string;
}

const TRANSPORTS: Readonly<Record<ConnectionStatus['transport'], string>> = {
  websocket: 'WebSocket',
  polling: $localize`HTTP, asked again and again`,
  none: $localize`:no connection|:none`,
};

function ago(ms: number): string {
  return ms < 1_000 ? $localize`just now` : $localize`${formatSpan(ms)}:span: ago`;
}

/** What stands behind the state, for whoever wants to know. */
export function connectionDetails(status: ConnectionStatus, now: number, locale?: string): readonly ConnectionDetail[] {
  const { since, lastUpdateAt, revision, epoch, ignoredFrames = 0 } = status;
  const moment = (at: number): string => `${formatClock(at, now, locale)}, ${ago(now - at)}`;
  return [
    { name: $localize`Transport`, value: TRANSPORTS[status.transport] },
    { name: $localize`In this state since`, value: moment(since) },
    { name: $localize`Last answer`, value: lastUpdateAt === undefined ? $localize`none yet` : moment(lastUpdateAt) },
    {
      name: $localize`Revision`,
      value:
        revision === undefined
          ? $localize`none yet`
          : $localize`${revision}:revision: of epoch ${epoch ?? $localize`:epoch|:unknown`}:epoch:`,
    },
    ...(ignoredFrames > 0 ? [{ name: $localize`Messages not understood`, value: String(ignoredFrames) }] : []),
  ];
}
