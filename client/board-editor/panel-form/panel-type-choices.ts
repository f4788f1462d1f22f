/** A panel type in the type picker, with an icon on a 32 x 20 grid. */
export interface PanelTypeChoice {
  readonly type: string;
  readonly label: string;
  /** A short description, shown as a tooltip. */
  readonly description: string;
  /** Stroked paths. */
  readonly lines: string;
  /** Filled paths. */
  readonly areas?: string;
}

/** All panel types, the most used first. */
export const PANEL_TYPE_CHOICES: readonly PanelTypeChoice[] = [
  {
    type: 'number',
    label: $localize`Number`,
    description: $localize`The last value, large`,
    lines: 'M6 4l3-1v9M13 4.5a3 3 0 0 1 6 0c0 3-6 3.5-6 7.5h6.5M4 17l6-2 6 1.5 6-3 6 1',
  },
  {
    type: 'chart',
    label: $localize`Chart`,
    description: $localize`Values over time`,
    lines: 'M3 2v16h26M6 13l5-5 4 3 6-7 6 4',
  },
  {
    type: 'gauge',
    label: $localize`Gauge`,
    description: $localize`A value within its range`,
    lines: 'M6 16a10 10 0 0 1 20 0M16 16l5-6',
  },
  {
    type: 'bars',
    label: $localize`Bars`,
    description: $localize`The largest of many series`,
    lines: '',
    areas: 'M4 3h24v3H4zM4 8.5h17v3H4zM4 14h9v3H4z',
  },
  {
    type: 'status',
    label: $localize`Status`,
    description: $localize`Which services are up and which are not`,
    lines: 'M13 5h15M13 10h15M13 15h15',
    areas: 'M5 3h4v4H5zM7 7.6l2.4 2.4L7 12.4 4.6 10zM7 13a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  },
  {
    type: 'table',
    label: $localize`Table`,
    description: $localize`Rows and columns`,
    lines: 'M4 3h24v14H4zM4 8h24M4 12.5h24M14 3v14',
  },
  {
    type: 'events',
    label: $localize`Events`,
    description: $localize`What happened, newest first`,
    lines: 'M12 4h16M12 10h12M12 16h14M6 6v2M6 12v2',
    areas:
      'M6 2.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3M6 8.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3M6 14.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3',
  },
  {
    type: 'heatmap',
    label: $localize`Heatmap`,
    description: $localize`Distribution of values over time`,
    lines: 'M4 3h24v14H4zM10 3v14M16 3v14M22 3v14M4 7.6h24M4 12.3h24',
    areas: 'M10 7.6h6v4.7h-6zM16 3h6v4.6h-6zM22 12.3h6V17h-6zM4 12.3h6V17H4z',
  },
  {
    type: 'pie',
    label: $localize`Pie`,
    description: $localize`Parts of a whole`,
    lines: 'M16 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M16 10V2.5M16 10l5.3 5.3',
  },
  {
    type: 'text',
    label: $localize`Text`,
    description: $localize`Text in Markdown`,
    lines: 'M5 4h12M11 4v13M20 9h7M20 13h7M20 17h5',
  },
  {
    type: 'image',
    label: $localize`Image`,
    description: $localize`An image from the web`,
    lines: 'M4 3h24v14H4zM5 16l7-7 5 5 4-4 6 6M22 5.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3',
  },
  {
    type: 'web',
    label: $localize`Web page`,
    description: $localize`An embedded web page`,
    lines: 'M4 3h24v14H4zM4 7h24M7 5h.1M10 5h.1',
  },
  {
    type: 'clock',
    label: $localize`Clock`,
    description: $localize`The time in any time zone`,
    lines: 'M16 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M16 6v4.3l3 1.7',
  },
];
