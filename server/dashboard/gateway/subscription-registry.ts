import type { WebSocket } from 'ws';
import type { ActiveBoard } from '../snapshots/active-board.js';
import type { ActiveBoards } from '../snapshots/active-boards.js';
import type { ClientConnection } from './client-connection.js';

/** Holds all connections and their subscriptions. Keeps a board active for as long as it has subscribers. */
export class SubscriptionRegistry {
  private readonly bySocket = new Map<WebSocket, ClientConnection>();
  private readonly byBoard = new Map<string, Set<ClientConnection>>();

  constructor(private readonly activeBoards: ActiveBoards) {}

  get connections(): ReadonlyMap<WebSocket, ClientConnection> {
    return this.bySocket;
  }

  /** The connections that are subscribed to the board. The set changes with later subscriptions. */
  subscribersOf(board: string): ReadonlySet<ClientConnection> {
    return this.byBoard.get(board) ?? new Set();
  }

  /**
   * Subscribes the connection, and then returns the board's state. In this order no change is missed between the two.
   * @throws Problem if the board does not exist; the connection is then not subscribed
   */
  subscribe(connection: ClientConnection, board: string): ActiveBoard {
    if (connection.boards.has(board)) return this.activeBoards.activate(board);
    this.add(connection, board);
    try {
      const active = this.activeBoards.watch(board);
      connection.addBoard(board);
      return active;
    } catch (error) {
      this.remove(connection, board);
      throw error;
    }
  }

  unsubscribe(connection: ClientConnection, board: string): void {
    if (!connection.boards.delete(board)) return;
    connection.sendQueue.remove(board);
    this.remove(connection, board);
    this.activeBoards.unwatch(board);
  }

  /** Removes all subscriptions of a board that was deleted. Returns the connections that had one. */
  removeBoard(board: string): ReadonlySet<ClientConnection> {
    const subscribers = this.subscribersOf(board);
    this.byBoard.delete(board);
    for (const connection of subscribers) {
      connection.boards.delete(board);
      connection.sendQueue.remove(board);
    }
    return subscribers;
  }

  addConnection(connection: ClientConnection): void {
    this.bySocket.set(connection.socket, connection);
  }

  /** Removes a closed connection with its subscriptions. */
  removeConnection(socket: WebSocket): void {
    const connection = this.bySocket.get(socket);
    if (!connection) return;
    this.bySocket.delete(socket);
    for (const board of [...connection.boards]) this.unsubscribe(connection, board);
  }

  private add(connection: ClientConnection, board: string): void {
    const subscribers = this.byBoard.get(board);
    if (subscribers) subscribers.add(connection);
    else this.byBoard.set(board, new Set([connection]));
  }

  private remove(connection: ClientConnection, board: string): void {
    const subscribers = this.byBoard.get(board);
    subscribers?.delete(connection);
    if (subscribers?.size === 0) this.byBoard.delete(board);
  }
}
