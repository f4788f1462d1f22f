import { describe, expect, it } from '@jest/globals';
import { cpuReadingOf, diskMounts, parseDiskstats, parseMeminfo, parseMounts, parseNetDev, parseStat } from './proc.js';

describe('parseStat', () => {
  it('parses the sum and each core, with I/O wait as idle and without counting guests twice', () => {
    const reading = parseStat(
      [
        'cpu  100 10 50 800 40 5 3 2 60 0',
        'cpu0 60 10 30 400 20 5 3 2 60 0',
        'cpu1 40 0 20 400 20 0 0 0 0 0',
        'intr 123 0 0',
        'ctxt 99',
        '',
      ].join('\n'),
    );
    expect([...reading]).toEqual([
      ['all', { busy: 170, total: 1_010 }],
      ['0', { busy: 110, total: 530 }],
      ['1', { busy: 60, total: 480 }],
    ]);
  });

  it('parses the short lines of old kernels', () => {
    expect(parseStat('cpu 10 0 5 85\n').get('all')).toEqual({ busy: 15, total: 100 });
  });
});

describe('cpuReadingOf', () => {
  it('converts the result of node:os', () => {
    const times = { user: 30, nice: 0, sys: 10, idle: 55, irq: 5 };
    expect([...cpuReadingOf([{ times }, { times: { ...times, idle: 155 } }])]).toEqual([
      ['0', { busy: 45, total: 100 }],
      ['1', { busy: 45, total: 200 }],
      ['all', { busy: 90, total: 300 }],
    ]);
  });

  it('is empty if node:os reports no core', () => {
    expect(cpuReadingOf([]).size).toBe(0);
  });
});

describe('parseMeminfo', () => {
  it('reads bytes', () => {
    const text = [
      'MemTotal:       16000 kB',
      'MemFree:         1000 kB',
      'MemAvailable:    9000 kB',
      'SwapTotal:       2000 kB',
      'SwapFree:        1500 kB',
      'HugePages_Total:       0',
    ].join('\n');
    expect(parseMeminfo(text)).toEqual({
      total: 16_384_000,
      available: 9_216_000,
      swapTotal: 2_048_000,
      swapFree: 1_536_000,
    });
  });

  it('uses free memory if the kernel does not estimate available memory', () => {
    expect(parseMeminfo('MemTotal: 10 kB\nMemFree: 4 kB\n')).toMatchObject({ available: 4_096, swapTotal: 0 });
  });

  it('returns undefined without data', () => {
    expect(parseMeminfo('')).toBeUndefined();
  });
});

describe('mounts', () => {
  const mounts = parseMounts(
    [
      'overlay / overlay rw 0 0',
      'proc /proc proc rw 0 0',
      'tmpfs /dev/shm tmpfs rw 0 0',
      '/dev/sda1 /etc/hosts ext4 rw 0 0',
      '/dev/sda1 /data ext4 rw 0 0',
      '/dev/sdb1 /media/My\\040disk\\134x vfat rw 0 0',
      '/dev/loop3 /snap/core/1 squashfs ro 0 0',
      '/dev/sr0 /media/cd iso9660 ro 0 0',
      'tank/home /home zfs rw 0 0',
      'nas:/export /nas nfs4 rw 0 0',
      '',
    ].join('\n'),
  );

  it('unescapes paths', () => {
    expect(mounts.find(({ device }) => device === '/dev/sdb1')?.path).toBe('/media/My disk\\x');
  });

  it('keeps mounts with data on a disk of this machine, the root first', () => {
    expect(diskMounts(mounts).map(({ path }) => path)).toEqual([
      '/',
      '/data',
      '/home',
      '/etc/hosts',
      '/media/My disk\\x',
    ]);
  });
});

describe('parseDiskstats', () => {
  it('counts each whole disk once', () => {
    const line = (name: string, read: number, written: number): string =>
      `   8       0 ${name} 10 0 ${read} 5 20 0 ${written} 9 0 0 0`;
    const text = [
      line('loop0', 9, 9),
      line('ram0', 9, 9),
      line('zram0', 9, 9),
      line('sda', 100, 200),
      line('sda1', 60, 100),
      line('nvme0n1', 8, 4),
      line('nvme0n1p2', 8, 4),
      line('mmcblk0', 2, 2),
      line('mmcblk0p1', 1, 1),
      line('dm-0', 100, 200),
      line('md127', 100, 200),
      // Some virtual machines have partitions without a disk.
      line('xvda1', 3, 5),
      '',
    ].join('\n');
    expect([...parseDiskstats(text)]).toEqual([
      ['sda', { read: 51_200, write: 102_400 }],
      ['nvme0n1', { read: 4_096, write: 2_048 }],
      ['mmcblk0', { read: 1_024, write: 1_024 }],
      ['xvda1', { read: 1_536, write: 2_560 }],
    ]);
  });
});

describe('parseNetDev', () => {
  const head = [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  ];
  const line = (name: string, received: number, sent: number): string =>
    `${name}:${received}    29    0    0    0     0          0         0     ${sent}      29    0    0    0     0       0          0`;

  it('counts the traffic of real interfaces', () => {
    const text = [
      ...head,
      line('    lo', 1, 1),
      line('  eth0', 1_234, 567),
      line('enp3s0', 5, 6),
      line(' wlan0', 7, 8),
      line('docker0', 9, 9),
      line('vethab12', 9, 9),
      line('br-0a1b', 9, 9),
      line('eth0.20', 9, 9),
      line('wg0', 9, 9),
      '',
    ].join('\n');
    expect([...parseNetDev(text)]).toEqual([
      ['eth0', { in: 1_234, out: 567 }],
      ['enp3s0', { in: 5, out: 6 }],
      ['wlan0', { in: 7, out: 8 }],
    ]);
  });

  it('uses a tunnel if there is no real interface', () => {
    expect([...parseNetDev([...head, line('lo', 1, 1), line('tap0', 2, 3)].join('\n'))]).toEqual([
      ['tap0', { in: 2, out: 3 }],
    ]);
  });

  it('is empty without data', () => {
    expect(parseNetDev('').size).toBe(0);
  });
});
