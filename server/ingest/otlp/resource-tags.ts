import { type ExternalTag, type ExternalTags, externalTags } from '../../metrics/input/external-tags.js';
import { type InstrumentationScope, MAX_ATTRIBUTES } from './otlp-data.js';

const INSTANCE = 'service.instance.id';

/** The attributes that identify resources by OpenTelemetry's conventions, and the host, by which people recognize them. */
export const RESOURCE_TAGS: ReadonlySet<string> = new Set(['service.name', 'service.namespace', INSTANCE, 'host.name']);

/**
 * What describes a resource, and would be the same of any other like it: the software, the machine's make, the cloud.
 * https://opentelemetry.io/docs/specs/semconv/resource/
 */
const DESCRIPTIVE = [
  /^(?:browser|cloud|os|telemetry|user_agent|webengine)\./,
  /^container\.(?!id$|name$)/,
  /^host\.(?!id$|name$)/,
  /^process\.(?!pid$)/,
  /^service\.version$/,
  /^k8s\..*(?<!\.name)$/,
];

/** What a pod belongs to, which its own name says already. */
const ABOVE_POD = /^k8s\.(?:cronjob|daemonset|deployment|job|node|replicaset|statefulset)\.name$/;
const POD = 'k8s.pod.name';

/** https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#instrumentation-scope-1 */
const SCOPE = 'otel.scope.';

/** Makes the tags of points from their own attributes, and from what distinguishes their resource and scope. */
export class ResourceTags {
  private resource: readonly ExternalTag[] = [];
  private inherited: readonly ExternalTag[] = [];
  private problem: string | undefined;

  enterResource(attributes: readonly ExternalTag[]): void {
    this.resource = identifying(attributes);
    this.inherited = this.resource;
    this.problem =
      attributes.length > MAX_ATTRIBUTES ? `has a resource of more than ${MAX_ATTRIBUTES} attributes` : undefined;
  }

  /** The name, version and attributes of a scope all become tags, so that two versions in one process stay separate. */
  enterScope({ name, version, attributes }: InstrumentationScope): void {
    const own = [['name', name] as const, ['version', version] as const].filter(([, value]) => value !== '');
    const tags = [...own, ...attributes].map(([of, value]): ExternalTag => [`${SCOPE}${of}`, value]);
    this.inherited = tags.length === 0 ? this.resource : [...this.resource, ...tags];
  }

  /** Equal for the same scope of the same resource. */
  get identity(): string {
    return this.inherited
      .map((tag) => JSON.stringify(tag))
      .sort()
      .join();
  }

  /** Where a point says otherwise than its resource, both are kept: the resource's as `resource.<name>`. */
  tagsOf(attributes: readonly ExternalTag[]): ExternalTags {
    if (this.problem !== undefined) return { problem: this.problem };
    if (attributes.length === 0) return externalTags([this.inherited]);
    const own = new Map(attributes);
    const around = this.inherited.map(([name, value]): ExternalTag => {
      const isOther = own.has(name) && own.get(name) !== value;
      return [isOther ? `resource.${name}` : name, value];
    });
    return externalTags([[...attributes, ...around]]);
  }
}

/** A service's instance has an id, or else is known by all that does not merely describe it. */
function identifying(attributes: readonly ExternalTag[]): readonly ExternalTag[] {
  const values = new Map(attributes);
  if ((values.get(INSTANCE) ?? '') !== '') return attributes.filter(([name]) => RESOURCE_TAGS.has(name));
  const isInPod = values.has(POD);
  return attributes.filter(
    ([name]) => !DESCRIPTIVE.some((pattern) => pattern.test(name)) && !(isInPod && ABOVE_POD.test(name)),
  );
}
