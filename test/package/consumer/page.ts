import { ChangeDetectionStrategy, Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { BoardcastBoard, BoardcastPanel, provideBoardcast } from 'boardcast/angular';

@Component({
  selector: 'app-root',
  imports: [BoardcastBoard, BoardcastPanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<boardcast-panel board="weather" panel="temperature" /><boardcast-board board="weather" />`,
})
class App {}

await bootstrapApplication(App, { providers: [provideBoardcast({ url: 'http://localhost:3000/' })] });
