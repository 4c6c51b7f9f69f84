import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GraphQLID } from 'graphql';
import { encodeCursor } from '../../../foundation/subgraph/connection.js';
import { serviceCatalogue } from '../../../platform/service-catalogue.js';
import { tenantScopes } from '../../../subgraphs/tenants/access/role-scopes.js';
import { codesOf, masked, shapeOfText } from './answers.js';
import { readRows, signal, trade } from './estate.js';
import {
  internalFields,
  isForOperators,
  marksWhatItFinds,
  movesByItself,
  ownNothing,
  rankOf,
  recordsItsOwner,
  silentStreams,
} from './field-facts.js';
import { injections } from './injections.js';
import { openLiveStreams } from './live-streams.js';
import type { Chooser } from './operation-of.js';
import { entityQueryOf, operationOf, placesOf } from './operation-of.js';
import type { RootField, Subgraph } from './public-schema.js';
import { publicSchema, readSubgraphs, rootFieldsOf } from './public-schema.js';
import type { Place } from './sample-values.js';
import {
  isCallersKey,
  isCursor,
  isId,
  isText,
  keyOf,
  kindOfId,
  listedPlaces,
} from './sample-values.js';
import { post } from './tenant-client.js';
import type { Tenant, TwoTenants } from './two-tenants.js';
import { alphaMark, choosing, nobodys, only, openTwoTenants, textsOf } from './two-tenants.js';

/** Hundreds of calls each; a loaded machine takes its time. */
jest.setTimeout(180_000);

const fields = rootFieldsOf(publicSchema());
const streams = fields.filter(({ kind }) => kind === 'subscription');
const asked = fields
  .filter(({ kind }) => kind !== 'subscription')
  .sort((one, other) => rankOf(one) - rankOf(other));
const forMembers = asked.filter((field) => !isForOperators(field));
const subgraphs = readSubgraphs();
const lowerFirst = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);
const serviceOf = (subgraph: string): string =>
  serviceCatalogue.find((service) => service.subgraph === subgraph)?.name ?? '';

let two: TwoTenants;
let alpha: Tenant;
let beta: Tenant;
let alphasRows: ReadonlyMap<string, string>;

beforeAll(async () => {
  two = await openTwoTenants();
  ({ alpha, beta } = two);
  alphasRows = await readRows(two.database.superuserUrl, alpha.client.tenantId);
});
afterAll(() => two.close());

const idPlacesOf = ({ field }: RootField): Place[] =>
  placesOf(field).filter((place) => isId(place) && kindOfId(place) !== null);

const ownIdFor = (tenant: Tenant, place: Place): string => {
  const kind = kindOfId(place);
  if (!kind) throw new Error(`Nobody can tell what ${keyOf(place)} names.`);
  return tenant.estate.idOf(kind);
};

describe('the cases', () => {
  it('know for every id in the schema whose it is', () => {
    const unknown = fields.flatMap((field) =>
      idPlacesOf(field)
        .filter((place) => kindOfId(place) === undefined)
        .map(keyOf),
    );
    // Name them in kindsByPlace (sample-values.ts), or call them after the kind of thing that they name.
    expect(unknown).toEqual([]);
  });

  it('list no argument that the schema does not have', () => {
    const known = new Set(fields.flatMap(({ field }) => placesOf(field).map(keyOf)));
    expect(listedPlaces.filter((key) => !known.has(key))).toEqual([]);
  });

  it('leave out no root field that only subgraphs have', () => {
    const known = new Set(fields.map(({ name }) => name));
    const hidden = subgraphs
      .flatMap(({ schema }) => rootFieldsOf(schema))
      .filter(({ name }) => !known.has(name) && !(name in internalFields));
    expect(hidden.map(({ name }) => name)).toEqual([]);
  });

  it('are about things that are there: Alpha sees its own in every query that tells a tenant’s things', async () => {
    const blind: string[] = [];
    for (const field of forMembers.filter(
      ({ kind, name }) => kind === 'query' && !(name in ownNothing),
    )) {
      const answer = await two.sendAs(alpha, field);
      if (two.leaked(answer).length === 0) blind.push(`${field.name}: ${answer.text}`);
    }
    // Have fillEstate make such things, or say in field-facts.ts why there are none.
    expect(blind).toEqual([]);
  });
});

/** Rows without figures and times, which markets move: what was done to a thing stands in words. */
const wordsOf = (rows: string): string =>
  masked({ text: rows, sent: [] }).split('\n').sort().join('\n');

/** Asks a subgraph itself for everything it knows of one entity, vouched for as the gateway vouches for a member. */
const askEntity = async (
  { client }: Tenant,
  entity: { subgraph: Subgraph; type: string; key: string; value: string },
) => {
  const { deps, ports } = two.platform;
  const viewer = {
    ...{ kind: 'user' as const, tenantId: client.tenantId, userId: client.userId },
    ...{ sessionId: deps.ids('session'), role: 'OWNER' as const, scopes: tenantScopes },
  };
  const identity = deps.identityKeys.sign(
    { viewer, requestId: deps.ids('request') },
    entity.subgraph.name,
  );
  const { query, variables } = entityQueryOf(
    entity.subgraph.schema.getType(entity.type),
    choosing(beta, () => undefined),
  );
  const representations = [{ __typename: entity.type, [entity.key]: entity.value }];
  const answer = await post(
    `http://127.0.0.1:${ports[serviceOf(entity.subgraph.name)] ?? 0}/graphql`,
    { query, variables: { ...variables, representations } },
    { 'x-platform-identity': identity },
  );
  return { ...answer, sent: [entity.value, ...textsOf(variables)] };
};

describe('another tenant', () => {
  it('gets nothing of Alpha’s from any query or mutation, and for Alpha’s ids what it gets for ids of nobody', async () => {
    const faults: unknown[] = [];
    for (const field of asked) {
      const plain = two.leaked(await two.sendAs(beta, field));
      if (plain.length > 0) faults.push({ field: field.name, leaked: plain });
      for (const place of idPlacesOf(field)) {
        const id = ownIdFor(alpha, place);
        const foreign = await two.sendAs(beta, field, only(place, id));
        const missing = await two.sendAs(beta, field, only(place, nobodys(id)));
        const leaked = two.leaked(foreign);
        const [one, other] = [masked(foreign), masked(missing)];
        if (leaked.length > 0 || one !== other || foreign.status !== missing.status)
          faults.push({ field: field.name, place: keyOf(place), leaked, one, other });
      }
    }
    expect(faults).toEqual([]);
  });

  it('is told of nothing by Alpha’s idempotency keys: they are free for its own use', async () => {
    const alphasKeys: Record<string, string> = {
      clientOrderId: `${alphaMark}-resting`,
      signalId: `${alphaMark}-signal`,
      idempotencyKey: `${alphaMark}-payment`,
    };
    for (const field of asked)
      for (const place of placesOf(field.field).filter(isCallersKey)) {
        const foreign = await two.sendAs(beta, field, only(place, alphasKeys[place.name]));
        const fresh = await two.sendAs(beta, field, only(place, `fresh-${place.name}`));
        expect(two.leaked(foreign)).toEqual([]);
        expect(shapeOfText(foreign.text)).toEqual(shapeOfText(fresh.text));
      }
  });

  it('learns nothing from Alpha’s cursors: they read as places in its own lists', async () => {
    const withoutCursor: string[] = [];
    const paged = forMembers.filter(({ field }) => field.args.some(({ name }) => name === 'after'));
    for (const field of paged) {
      const first: Chooser = ({ name }) => (name === 'first' ? 1 : undefined);
      const after =
        (cursor: string): Chooser =>
        (place) =>
          isCursor(place) ? cursor : first(place);
      const { text } = await two.sendAs(alpha, field, first);
      const cursor = /"endCursor":"([^"]+)"/.exec(text)?.[1];
      if (cursor === undefined) {
        withoutCursor.push(`${field.name}: ${text}`);
        continue;
      }
      const invented = Buffer.from(cursor, 'base64url')
        .toString()
        .replace(/[0-9a-z]{6}$/, '000000');
      const foreign = await two.sendAs(beta, field, after(cursor));
      const nobodysCursor = await two.sendAs(beta, field, after(encodeCursor(invented)));
      expect(two.leaked(foreign)).toEqual([]);
      expect(shapeOfText(foreign.text)).toEqual(shapeOfText(nobodysCursor.text));
      expect(codesOf(foreign.text)).toEqual(codesOf(nobodysCursor.text));
    }
    expect(withoutCursor).toEqual([]);
  });

  it('gets from no subgraph an entity of Alpha’s by its key, nor anything else than for a key of nobody', async () => {
    const faults: unknown[] = [];
    const blind: string[] = [];
    for (const subgraph of subgraphs)
      for (const { type, key, resolvable } of subgraph.entities) {
        const place = { holder: lowerFirst(type), name: key.join(' '), type: GraphQLID };
        if (kindOfId(place) === null) continue;
        const ask = (tenant: Tenant, value: string) =>
          askEntity(tenant, { subgraph, type, key: place.name, value });
        const id = ownIdFor(alpha, place);
        const foreign = await ask(beta, id);
        const missing = await ask(beta, nobodys(id));
        const leaked = two.leaked(foreign);
        const [one, other] = [masked(foreign), masked(missing)];
        if (leaked.length > 0 || one !== other)
          faults.push({ subgraph: subgraph.name, type, leaked, one, other });
        if (!resolvable) continue;
        const own = await ask(alpha, id);
        if (masked(own) === other) blind.push(`${subgraph.name} ${type}: ${own.text}`);
      }
    expect(faults).toEqual([]);
    expect(blind).toEqual([]);
  });

  it('reaches nothing of Alpha’s by injected text in any argument, and breaks nothing', async () => {
    const broken: unknown[] = [];
    const tryIn = async (field: RootField, place: Place, text: string): Promise<void> => {
      const answer = await two.sendAs(beta, field, only(place, text));
      const isFault =
        answer.status >= 500 || codesOf(answer.text).includes('INTERNAL_SERVER_ERROR');
      if (isFault || two.leaked(answer).length > 0)
        broken.push({ field: field.name, place: keyOf(place), text, answer: answer.text });
    };
    for (const field of asked)
      for (const place of placesOf(field.field).filter(isText))
        await Promise.all(
          injections(alpha.client.tenantId).map((text) => tryIn(field, place, text)),
        );
    expect(broken).toEqual([]);
  });

  it('has changed nothing of Alpha’s by all that', async () => {
    const rows = await readRows(two.database.superuserUrl, alpha.client.tenantId);
    const changed = [...alphasRows].filter(
      ([table, before]) =>
        !movesByItself(table) &&
        !recordsItsOwner(table) &&
        wordsOf(rows.get(table) ?? '') !== wordsOf(before),
    );
    expect(changed.map(([table]) => table)).toEqual([]);
    for (const [table, before] of alphasRows) {
      if (!recordsItsOwner(table)) continue;
      const [was, is] = [before, rows.get(table) ?? ''].map((text) => new Set(text.split('\n')));
      expect([...(was ?? [])].filter((row) => !is?.has(row))).toEqual([]);
      const added = [...(is ?? [])].filter((row) => !was?.has(row));
      expect(added.filter((row) => !row.includes(alpha.client.userId))).toEqual([]);
    }
  });

  it('hears nothing of Alpha on any stream while Alpha acts, and no more than of ids of nobody', async () => {
    const [listening, owner] = await Promise.all(
      [beta, alpha].map(({ client }) => openLiveStreams(two.platform.wsUrl, client.accessToken)),
    );
    if (!listening || !owner) throw new Error('There are two.');
    const watched: { field: RootField; place: Place }[] = [];
    for (const field of streams) {
      listening.subscribe(
        field.name,
        operationOf(
          'subscription',
          field.field,
          choosing(beta, () => undefined),
        ),
      );
      owner.subscribe(
        field.name,
        operationOf(
          'subscription',
          field.field,
          choosing(alpha, () => undefined),
        ),
      );
      for (const place of idPlacesOf(field)) {
        watched.push({ field, place });
        const id = ownIdFor(alpha, place);
        for (const value of [id, nobodys(id)])
          listening.subscribe(
            `${field.name} ${keyOf(place)} ${value}`,
            operationOf('subscription', field.field, choosing(beta, only(place, value))),
          );
      }
    }
    const silent = () =>
      streams.filter(({ name }) => !(name in silentStreams) && owner.outcomeOf(name) === 'open');
    const accountId = alpha.estate.idOf('account');
    for (let round = 1; silent().length > 0; round++) {
      await trade(alpha.client, accountId, `${alphaMark}-live-${round}`);
      await signal(alpha.client, alpha.estate.idOf('strategy'), `${alphaMark}-live-${round}`);
      await delay(20);
    }
    const sent = watched.map(({ place }) => ownIdFor(alpha, place));
    expect(two.leaked({ text: owner.received(), sent }).length).toBeGreaterThan(1);
    expect(two.leaked({ text: listening.received(), sent })).toEqual([]);
    expect(listening.received()).not.toContain(alphaMark);
    for (const { field, place } of watched) {
      const id = ownIdFor(alpha, place);
      const [foreign, missing] = [id, nobodys(id)].map((value) =>
        listening.outcomeOf(`${field.name} ${keyOf(place)} ${value}`),
      );
      expect([field.name, foreign]).toEqual([field.name, missing]);
      expect(foreign).not.toBe('told');
    }
    await Promise.all([listening.close(), owner.close()]);
  });

  it('has asked for things that were there: Alpha gets another answer for its own ids', async () => {
    const blind: unknown[] = [];
    for (const field of forMembers)
      for (const place of idPlacesOf(field).filter((each) => !marksWhatItFinds(keyOf(each)))) {
        const own = await two.sendAs(alpha, field);
        const missing = await two.sendAs(
          alpha,
          field,
          only(place, nobodys(ownIdFor(alpha, place))),
        );
        if (masked(own) === masked(missing))
          blind.push({ field: field.name, place: keyOf(place), answer: own.text });
      }
    expect(blind).toEqual([]);
  });
});
