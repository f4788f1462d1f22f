/**
 * Boards and panels for the templates of any Angular application.
 *
 * @module boardcast/angular
 */
export { BoardcastBoard } from './boardcast-board';
export { BoardcastPanel } from './boardcast-panel';
export { type BoardcastOptions, provideBoardcast } from './provide-boardcast';
export type { ThemeChoice } from '../../ui/theme/resolve-theme';
export type { Range, TimeRange, TimeWindow } from '../../../wire/range';
