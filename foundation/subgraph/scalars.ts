import { GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';
import { Decimal, decimalText, parseDecimal } from '../money/decimal.js';

const parse = (value: unknown): Decimal => {
  if (typeof value !== 'string')
    throw new TypeError('a Decimal is sent as a string, such as "1.08455"');
  return parseDecimal(value);
};

/** Exact decimals as strings; a number literal is refused, because it may have been a float. */
const decimalScalar = new GraphQLScalarType<Decimal, string>({
  name: 'Decimal',
  serialize(value) {
    if (Decimal.isDecimal(value)) return decimalText(new Decimal(value));
    return decimalText(parse(value));
  },
  parseValue: parse,
  parseLiteral(node) {
    return parse(node.kind === Kind.STRING ? node.value : undefined);
  },
});

/** Resolvers of the scalars that subgraphs share; pass the ones that the subgraph's SDL declares. */
export const scalarResolvers = {
  DateTime: GraphQLDateTimeISO,
  Decimal: decimalScalar,
  JSON: GraphQLJSON,
};
