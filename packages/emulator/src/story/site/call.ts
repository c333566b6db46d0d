import { createClient, exchange, type Account } from "@oauth1/client";
import type { FlowModel, OperationModel } from "@oauth1/descriptor";
import { describeField, describeEndpoint } from "../../description/login.js";
import { describeOperation } from "../../description/operation.js";
import type { AnyClientOptions } from "../../description/provider.js";
import { sessionOf } from "../../description/session.js";
import { neededParams, neededTexts, simplestCall } from "../samples.js";
import type { Partner } from "./partner.js";

/** A call of a provider's API that the site can make. */
export interface SiteCall {
  readonly title: string;
  /** Whether a signature proves who calls. */
  readonly isSigned: boolean;
  /** Whether it is made for a user. */
  readonly isForUser: boolean;
  readonly send: (options: AnyClientOptions, account: Account | undefined) => Promise<unknown>;
}

/** The simplest call: for a user where there is one, otherwise for the consumer alone; `undefined` where nothing is described. */
export function callOf(partner: Partner, hasAccount: boolean): SiteCall | undefined {
  const { model } = partner;
  const operation = simplestCall(model, hasAccount ? ["token", "consumer"] : ["consumer"]);
  if (operation !== undefined) return operationCall(partner, operation);
  const flow = model.oauth.flows.find(isExchange);
  return flow === undefined || hasAccount ? undefined : exchangeCall(partner, flow);
}

function operationCall({ model }: Partner, operation: OperationModel): SiteCall {
  const described = describeOperation(model, operation);
  const params = neededParams(model, operation.parameters);
  const isForUser = operation.auth === "token";
  return {
    title: operation.summary,
    isSigned: !isForUser || model.api.authentication === undefined,
    isForUser,
    async send(options, account) {
      const session =
        account === undefined || !isForUser
          ? createClient(options).consumerSession()
          : await sessionOf(options, model, account);
      return described(session, params);
    },
  };
}

type ExchangeModel = Extract<FlowModel, { kind: "exchange" }>;

function isExchange(flow: FlowModel): flow is ExchangeModel {
  return flow.kind === "exchange";
}

function exchangeCall({ model }: Partner, { endpoint, fields, summary }: ExchangeModel): SiteCall {
  return {
    title: summary,
    isSigned: true,
    isForUser: false,
    async send(options) {
      const flow = exchange("exchange", {
        ...(await describeEndpoint(endpoint)),
        fields: Object.fromEntries(fields.map((field) => [field.name, describeField(field)])),
      });
      const provider = { ...options.provider, flows: [flow] } as const;
      const params = neededTexts(model, endpoint.parameters);
      return createClient({ ...options, provider }).exchange(undefined, params);
    },
  };
}
