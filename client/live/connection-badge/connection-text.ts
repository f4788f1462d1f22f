import type { ConnectionState, ConnectionStatus } from '../../stream/connection/connection-status';
import { formatClock, formatSpan } from '../../i18n/format/format-time';

/** The mark of a state. Each mark has its own color and shape, because color alone is not accessible. */
export type ConnectionMark = 'ok' | 'warn' | 'crit' | 'waiting';

export interface ConnectionText {
  /** The name of the state, such as `Live` or `Polling every 60 s`. */
  readonly label: string;
  /** `as of 14:21:30`, if the page is not live. */
  readonly asOf?: string;
  readonly mark: ConnectionMark;
  /** What the state means for the values on the page. */
  readonly meaning: string;
  /** What the user can do. */
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
  return { ...STATE_MESSAGES[state](interval), asOf, mark: MARKS[state] };
}

/** Returns the text for a page that shows a fixed time range. Its values are not current, even if the page is connected. */
export function fixedRangeText(status: ConnectionStatus, now: number, locale?: string): ConnectionText {
  const text = connectionText(status, now, locale);
  return status.state === 'live' ? { ...text, ...FIXED } : text;
}

const FIXED: Pick<ConnectionText, 'label' | 'mark' | 'meaning'> = {
  label: $localize`Fixed time range`,
  mark: 'waiting',
  meaning: $localize`The page is connected, but shows a fixed time range. Values that arrive late for this range still appear.`,
};

const STATE_MESSAGES: Readonly<
  Record<ConnectionState, (interval: string) => Pick<ConnectionText, 'label' | 'meaning' | 'advice'>>
> = {
  connecting: () => ({
    label: $localize`Connecting`,
    meaning: $localize`The page is opening its connection to the server.`,
  }),
  live: () => ({
    label: $localize`Live`,
    meaning: $localize`Changes appear within a second.`,
  }),
  reconnecting: () => ({
    label: $localize`Reconnecting`,
    meaning: $localize`The connection was lost. The page shows the last values and reconnects automatically.`,
    advice: $localize`No action is needed. If this continues, check that the server is running and that this device is online.`,
  }),
  polling: (interval) => ({
    label: $localize`Polling every ${interval}:interval:`,
    meaning: $localize`The server answers, but no WebSocket connection stays open. The page polls every ${interval}:interval:, so values can be that old.`,
    advice: $localize`The usual cause is a proxy between this device and the server. Configure it to allow WebSocket upgrades for /ws/dashboard.`,
  }),
  offline: () => ({
    label: $localize`Offline`,
    meaning: $localize`The server does not answer. The page shows the last values with their age and keeps trying to connect.`,
    advice: $localize`Check that the server is running and that this device is online.`,
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
  polling: $localize`HTTP polling`,
  none: $localize`:no connection|:none`,
};

function ago(ms: number): string {
  return ms < 1_000 ? $localize`just now` : $localize`${formatSpan(ms)}:span: ago`;
}

/** Returns the rows of the details popover. */
export function connectionDetails(status: ConnectionStatus, now: number, locale?: string): readonly ConnectionDetail[] {
  const { since, lastUpdateAt, revision, epoch, ignoredMessages = 0 } = status;
  const timeText = (at: number): string => `${formatClock(at, now, locale)}, ${ago(now - at)}`;
  return [
    { name: $localize`Transport`, value: TRANSPORTS[status.transport] },
    { name: $localize`In this state since`, value: timeText(since) },
    { name: $localize`Last update`, value: lastUpdateAt === undefined ? $localize`none yet` : timeText(lastUpdateAt) },
    {
      name: $localize`Revision`,
      value:
        revision === undefined
          ? $localize`none yet`
          : $localize`${revision}:revision: of epoch ${epoch ?? $localize`:epoch|:unknown`}:epoch:`,
    },
    ...(ignoredMessages > 0 ? [{ name: $localize`Unrecognized messages`, value: String(ignoredMessages) }] : []),
  ];
}
