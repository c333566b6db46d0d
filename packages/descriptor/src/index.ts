/** Provider descriptors: text -> parse (all issues, with their positions) -> lower (the resolved model). */
export type {
  AccessDescription,
  AccountRole,
  BodyKind,
  DescribedApi,
  DescribedEndpoint,
  DescribedField,
  DescribedOAuth,
  DescribedOperation,
  DescribedParameter,
  DescribedType,
  Descriptor,
  FieldTypeName,
  HttpMethod,
  ListStyle,
  ParameterPlace,
  ProviderState,
  ResponseKind,
  TransmissionName,
} from "./descriptor.js";
export { lower } from "./lower.js";
export { methods } from "./methods.generated.js";
export type {
  ApiModel,
  EndpointModel,
  FieldModel,
  MethodModule,
  NamedTypeModel,
  OAuthModel,
  OperationModel,
  ParameterModel,
  PrimitiveName,
  ProfileModel,
  PropertyModel,
  ProviderModel,
  TypeModel,
} from "./model.js";
export { parametersName, providerNames, resultName, type ProviderNames } from "./names.js";
export { formatIssue, parseDescriptor, type Issue, type ParseResult } from "./parse.js";
