/** Provider descriptors: text -> parse (all issues, with their positions) -> lower (the resolved model). */
export type {
  AccessDescription,
  AccountRole,
  AuthLevel,
  BodyKind,
  CompositePart,
  DescribedApi,
  DescribedAuthorization,
  DescribedBody,
  DescribedCall,
  DescribedCallback,
  DescribedConsumer,
  DescribedDenial,
  DescribedEndpoint,
  DescribedExchange,
  DescribedField,
  DescribedLifetime,
  DescribedLiveSession,
  DescribedOAuth,
  DescribedOperation,
  DescribedParameter,
  DescribedRateLimit,
  DescribedRetirement,
  DescribedSigning,
  DescribedStepParameter,
  DescribedTokenEndpoint,
  DescribedType,
  DescribedVariable,
  Descriptor,
  FieldTypeName,
  FlagTexts,
  HttpMethod,
  ListStyle,
  ParameterPlace,
  ProviderState,
  ResponseKind,
  TransmissionName,
} from "./descriptor.js";
export type {
  DescribedErrorCode,
  DescribedErrors,
  DescribedErrorSign,
  RequestProblem,
} from "./described-errors.js";
export type { DescribedPagination } from "./described-pagination.js";
export { lower } from "./lower.js";
export { methods } from "./methods.generated.js";
export type {
  ApiModel,
  AuthorizationModel,
  BodyModel,
  CallbackModel,
  ConsumerKey,
  EndpointModel,
  ErrorsModel,
  FieldModel,
  FlowModel,
  LoginModel,
  MendableProblem,
  MethodModule,
  NamedTypeModel,
  OAuthModel,
  OperationModel,
  ParameterModel,
  PrimitiveName,
  ProfileModel,
  PropertyModel,
  ProviderModel,
  PushedLoginModel,
  SigningModel,
  StepParameterModel,
  TokenEndpointModel,
  TypeModel,
  VariableModel,
} from "./model.js";
export { knownFormat, textFormat, type TextFormat } from "./formats.js";
export {
  CLIENT_VALUES,
  exchangeAnswerName,
  exchangeParamsName,
  parametersName,
  providerNames,
  resultName,
  type ClientValue,
  type ProviderNames,
} from "./names.js";
export { formatIssue, parseDescriptor, type Issue, type ParseResult } from "./parse.js";
export { itemType, resolvePath, resolveType, unionMembers, type ResolvedType } from "./paths.js";
export { isOver, retirementText } from "./retirement.js";
export { closest } from "./suggest.js";
export {
  ACCOUNT,
  exampleVariables,
  expandTemplate,
  namesAccount,
  templateVariables,
  type TemplateVariable,
} from "./templates.js";
