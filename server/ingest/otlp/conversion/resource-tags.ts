import { type ExternalTag, type ExternalTags, externalTags } from '../../external-tags.js';
import { type InstrumentationScope, MAX_ATTRIBUTES } from '../decoding/otlp-data.js';

const INSTANCE = 'service.instance.id';

/** The attributes that identify a resource by OpenTelemetry's conventions, and the host name, which users recognize. */
export const RESOURCE_TAGS: ReadonlySet<string> = new Set(['service.name', 'service.namespace', INSTANCE, 'host.name']);

/**
 * Attributes that describe a resource without identifying it, such as its software, hardware and cloud.
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

/** What a pod belongs to. The name of the pod already implies it. */
const ABOVE_POD = /^k8s\.(?:cronjob|daemonset|deployment|job|node|replicaset|statefulset)\.name$/;
const POD = 'k8s.pod.name';

/** https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#instrumentation-scope-1 */
const SCOPE = 'otel.scope.';

/** Builds the tags of points from their own attributes, and from the identifying attributes of their resource and scope. */
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

  /** The identity of the current scope within its resource. */
  get identity(): string {
    return this.inherited
      .map((tag) => JSON.stringify(tag))
      .sort()
      .join();
  }

  /** If an attribute of a point differs from the one of its resource, both are kept. The one of the resource becomes `resource.<name>`. */
  tagsOf(attributes: readonly ExternalTag[]): ExternalTags {
    if (this.problem !== undefined) return { problem: this.problem };
    if (attributes.length === 0) return externalTags([this.inherited]);
    const own = new Map(attributes);
    const inherited = this.inherited.map(([name, value]): ExternalTag => {
      const isOther = own.has(name) && own.get(name) !== value;
      return [isOther ? `resource.${name}` : name, value];
    });
    return externalTags([[...attributes, ...inherited]]);
  }
}

/** Returns the identifying attributes. Without an instance id, these are all attributes that do not only describe the resource. */
function identifying(attributes: readonly ExternalTag[]): readonly ExternalTag[] {
  const values = new Map(attributes);
  if ((values.get(INSTANCE) ?? '') !== '') return attributes.filter(([name]) => RESOURCE_TAGS.has(name));
  const isInPod = values.has(POD);
  return attributes.filter(
    ([name]) => !DESCRIPTIVE.some((pattern) => pattern.test(name)) && !(isInPod && ABOVE_POD.test(name)),
  );
}
