/**
 * For Nest modules and applications: Boardcast itself, sources, collectors and boards, writing and publishing from code.
 *
 * @module boardcast
 */
import './require-node.js';
export type { Role } from './access/role.js';
export type { Authorize, Principal } from './access/principal.js';
export { type DashboardAsyncOptions, DashboardModule } from './dashboard.module.js';
export { Clock } from './common/time/clock.js';
export { Problem } from './common/errors/problem.js';
export { type LogLevel, type ServerParts, Settings } from './config/settings.js';
export { type CollectContext, Collector, type Sample } from './dashboard/contracts/collector.js';
export type { DashboardFeatures } from './dashboard/dashboard-core.module.js';
export type { DashboardOptions } from './embedding/dashboard-options.js';
export { Invalidates } from './dashboard/notifications/invalidates.decorator.js';
export type { InvalidatedTopics } from './dashboard/notifications/invalidation.js';
export { type ChangeNotification, NotificationQueue } from './dashboard/notifications/notification-queue.js';
export { MetricWriter } from './metrics/metric-writer.js';
export type { PointInput } from './metrics/input/point-input.js';
export { StatusWriter } from './statuses/status-writer.js';
export type { StatusInput } from './statuses/status-report.js';
export { EventWriter } from './events/event-writer.js';
export type { EventInput } from './events/input/event-input.js';
export { TableWriter } from './tables/table-writer.js';
export type { TableColumnInput, TableInput } from './tables/input/parse-table.js';
export { Boards, type BoardUpdate, type NewBoardInput } from './boards/boards.js';
export type { TimeInput } from './common/time/timestamps.js';
export type { Level, State } from './common/states.js';
export { type ExpectedInterval, type LoadContext, type LoadedFrame, Source } from './dashboard/contracts/source.js';
export type {
  Board,
  BoardDefinition as BoardInput,
  BoardSummary,
  Layout,
  Panel,
  PanelDefinition as PanelInput,
  PanelSummary,
  Query,
} from '../wire/schemas/board.js';
export type { FieldType, FieldValue, Frame, FrameField, Others, Tags } from '../wire/schemas/frame.js';
export type { InputError } from '../wire/schemas/problem-schema.js';
export type { Position } from '../wire/schemas/snapshot.js';
export type { Range } from '../wire/range.js';
