import { type AwsError, refusal } from './errors.ts';
import type { Identity, Principal } from './identity.ts';
import type { OperationModel } from './protocol/model.ts';
import type { Input, Protocol, RawRequest } from './protocol/protocol.ts';
import { query } from './protocol/query.ts';
import { restJson } from './protocol/rest-json.ts';
import type { RequestRecord } from './request-log.ts';
import type { Service } from './service.ts';
import { readSignature } from './signature.ts';
import type { AccountState, AwsState } from './state.ts';

/** A request that came through the front door: signed by someone known, for an operation that exists. */
export interface Admission {
  readonly service: Service;
  readonly operation: OperationModel;
  readonly principal: Principal;
  readonly account: AccountState;
  readonly region: string;
  /** Throws when the input is not what the operation takes. */
  readonly input: () => Input;
}

/** The protocol to answer in; guessed from the body while the service is not known. */
export function protocolOf(raw: RawRequest, services: ReadonlyMap<string, Service>): Protocol {
  const known = services.get(readSignature(raw.headers)?.service ?? '');
  return known?.protocol ?? (raw.body.toString('latin1').includes('Action=') ? query : restJson);
}

/**
 * Authenticates a request, noting in `record` whatever becomes known. Session tokens are not valid in a Region that
 * the account has not enabled: AWS answers there as if the key did not exist. Throws an `AwsError`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
 */
export function admit(
  raw: RawRequest,
  record: RequestRecord,
  services: ReadonlyMap<string, Service>,
  identity: Identity,
  state: AwsState,
): Admission {
  const { family } = protocolOf(raw, services);
  const signature = readSignature(raw.headers);
  if (!signature) throw refusal(family, 'unsigned');
  record.service = services.get(signature.service)?.prefix ?? signature.service;
  const service = services.get(signature.service);
  const region = service?.homeRegion ?? signature.region;
  record.region = region;
  if (!service) throw refusal(family, 'unknownOperation', `The simulated AWS has no service ${signature.service}`);
  const asked = attempt(() => service.protocol.parse(raw, service));
  const input = attempt(() => ('value' in asked ? asked.value.read() : {}));
  if ('value' in asked) record.action = asked.value.operation.name;
  if ('value' in input) record.input = input.value;
  const principal = identity.authenticate(signature, raw, family);
  Object.assign(record, { accountId: principal.accountId, principalArn: principal.arn });
  if (principal.sourceIdentity !== undefined) record.sourceIdentity = principal.sourceIdentity;
  if (Object.keys(principal.tags).length > 0) record.sessionTags = principal.tags;
  const account = state.get(principal.accountId);
  if (!account || (!service.homeRegion && !account.enabledRegions.has(region))) throw refusal(family, 'unknownClient');
  if ('error' in asked) throw asked.error;
  const { operation } = asked.value;
  return { service, operation, principal, account, region, input: () => unwrap(input) };
}

type Attempt<Value> = { readonly value: Value } | { readonly error: AwsError };

function attempt<Value>(work: () => Value): Attempt<Value> {
  try {
    return { value: work() };
  } catch (error) {
    return { error: error as AwsError };
  }
}

function unwrap<Value>(result: Attempt<Value>): Value {
  if ('error' in result) throw result.error;
  return result.value;
}
