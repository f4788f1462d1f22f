import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { BoardcastBoard, BoardcastPanel } from 'boardcast/angular';

/** An application of its own, with one panel and one board of Boardcast in it. */
@Component({
  selector: 'app-root',
  imports: [BoardcastBoard, BoardcastPanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header>
      <h1>Operations</h1>
      <label>
        Range
        <select (change)="range.set($any($event.target).value)">
          <option value="1h">Last hour</option>
          <option value="6h">Last 6 hours</option>
          <option value="24h">Last day</option>
        </select>
      </label>
    </header>
    <main>
      <section>
        <h2>Processor</h2>
        <boardcast-panel board="this-server" panel="cpu" [range]="range()" />
      </section>
      <section>
        <h2>The server</h2>
        <boardcast-board board="this-server" [range]="range()" />
      </section>
    </main>
  `,
  styleUrl: './app.css',
})
export class App {
  protected readonly range = signal<'1h' | '6h' | '24h'>('1h');
}
