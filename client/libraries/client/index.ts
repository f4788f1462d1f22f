/**
 * Live boards for any page and any program, with RxJS alone.
 *
 * @module boardcast/client
 */
export { type BoardOptions, type BoardState, type OpenedBoard, openBoard } from './open-board';
export type { ConnectionState, ConnectionStatus } from '../../stream/connection/connection-status';
export type { BoardProblem } from '../../stream/http/api-error';
export type { BoardView, PanelView } from '../../stream/snapshot/board-view';
export type { Range, TimeRange, TimeWindow } from '../../../wire/range';
export type { Board, Layout, Panel, Query } from '../../../wire/schemas/board';
export type { FieldType, FieldValue, Frame, FrameField, Others } from '../../../wire/schemas/frame';
export type { InputError } from '../../../wire/schemas/problem-schema';
export type { Freshness, PanelData } from '../../../wire/schemas/snapshot';
