import { describe, expect, it } from '@jest/globals';
import type { ExternalTag } from '../../external-tags.js';
import { parseTags } from '../../../common/tags.js';
import { type InstrumentationScope, NO_SCOPE } from '../decoding/otlp-data.js';
import { ResourceTags } from './resource-tags.js';

type Attributes = Readonly<Record<string, string>>;

function tagsOf(resource: Attributes, point: Attributes = {}, scope: Partial<InstrumentationScope> = {}): unknown {
  const tags = new ResourceTags();
  tags.enterResource(Object.entries(resource));
  tags.enterScope({ ...NO_SCOPE, ...scope });
  const found = tags.tagsOf(Object.entries(point));
  return 'tags' in found ? parseTags(found.tags) : found.problem;
}

const SHOP = { 'service.name': 'shop', 'service.namespace': 'web', 'host.name': 'h' };

describe('tags of a resource', () => {
  it('are its service, instance and host if it has an instance ID', () => {
    const id = { 'service.instance.id': 'i' };
    const more = { 'k8s.pod.name': 'p', 'process.pid': '1', 'deployment.environment.name': 'test', 'os.type': 'linux' };
    expect(tagsOf({ ...SHOP, ...id, ...more })).toEqual({ ...SHOP, ...id });
  });

  it.each([
    [{ 'k8s.pod.name': 'p', 'k8s.namespace.name': 'n', 'k8s.container.name': 'c' }],
    [{ 'k8s.pod.name': 'p', 'k8s.volume.name': 'v' }],
    [{ 'k8s.deployment.name': 'd', 'k8s.cluster.name': 'c' }],
    [{ 'container.id': 'c', 'container.name': 'web' }],
    [{ 'host.id': 'h', 'process.pid': '42' }],
    [{ 'deployment.environment.name': 'test' }],
    [{ 'postgresql.database.name': 'd', tenant: 't' }],
    [{ 'faas.instance': 'f' }],
  ])('without an instance ID are all identifying attributes: %j', (attributes) => {
    expect(tagsOf({ ...SHOP, ...attributes })).toEqual({ ...SHOP, ...attributes });
    expect(tagsOf({ ...SHOP, 'service.instance.id': '', ...attributes })).toMatchObject(attributes);
  });

  it.each([
    'telemetry.sdk.version',
    'os.description',
    'process.runtime.name',
    'process.command_args',
    'host.arch',
    'host.image.id',
    'container.image.name',
    'cloud.region',
    'service.version',
    'k8s.pod.uid',
    'k8s.pod.start_time',
    'k8s.pod.labels.app',
    'browser.platform',
  ])('do not include descriptive attributes: %s', (name) => {
    expect(tagsOf({ ...SHOP, [name]: 'x'.repeat(1_000) })).toEqual(SHOP);
  });

  it('do not include the owner of a pod, because the name of the pod identifies it', () => {
    const above = { 'k8s.node.name': 'n', 'k8s.deployment.name': 'd', 'k8s.replicaset.name': 'r' };
    expect(tagsOf({ 'k8s.pod.name': 'p', ...above })).toEqual({ 'k8s.pod.name': 'p' });
    expect(tagsOf(above)).toEqual(above);
  });

  it('are added to those of a point, even with the same names', () => {
    expect(tagsOf(SHOP, { 'host.name': 'other', region: 'eu' })).toEqual({
      ...SHOP,
      'host.name': 'other',
      'resource.host.name': 'h',
      region: 'eu',
    });
    expect(tagsOf(SHOP, { 'host.name': 'h' })).toEqual(SHOP);
  });

  it('distinguish scopes with the same metrics', () => {
    expect(tagsOf(SHOP, {}, { name: 'http' })).toEqual({ ...SHOP, 'otel.scope.name': 'http' });
    expect(tagsOf(SHOP, { 'otel.scope.name': 'own' }, { name: 'http' })).toMatchObject({
      'otel.scope.name': 'own',
      'resource.otel.scope.name': 'http',
    });
    expect(tagsOf(SHOP)).toEqual(SHOP);
  });

  it('distinguish scopes by their versions and attributes', () => {
    expect(tagsOf(SHOP, {}, { name: 'http', version: '1.2', attributes: [['side', 'client']] })).toEqual({
      ...SHOP,
      'otel.scope.name': 'http',
      'otel.scope.version': '1.2',
      'otel.scope.side': 'client',
    });
    expect(tagsOf({}, {}, { version: '1.2' })).toEqual({ 'otel.scope.version': '1.2' });
    const attributes: ExternalTag[] = [
      ['version', '1.2'],
      ['empty', ''],
    ];
    expect(tagsOf({}, {}, { name: 'http', version: '1.2', attributes })).toEqual({
      'otel.scope.name': 'http',
      'otel.scope.version': '1.2',
      'otel.scope.empty': '',
    });
    expect(tagsOf({}, {}, { name: 'http', attributes: [['name', 'other']] })).toMatch(/twice/);
  });

  it('do not include those of the previous resource', () => {
    const tags = new ResourceTags();
    tags.enterResource([['service.name', 'a']]);
    tags.enterScope({ name: 's', version: '1', attributes: [] });
    tags.enterResource([]);
    expect(tags.tagsOf([])).toEqual({ tags: '{}' });
  });

  it('are rejected instead of truncated if they cannot be stored', () => {
    const many = Array.from({ length: 257 }, (_, i): ExternalTag => [`os.${i}`, 'x']);
    expect(tagsOf(Object.fromEntries(many))).toBe('has a resource of more than 256 attributes');
    expect(tagsOf(Object.fromEntries(many.slice(1)))).toEqual({});
    expect(tagsOf({ 'container.id': 'x'.repeat(257) })).toMatch(/value is longer than 256/);
    expect(tagsOf(SHOP, { 'host.name': 'b', 'resource.host.name': 'c' })).toMatch(/twice/);
  });
});
