import { generateKeyPairSync, sign } from 'node:crypto';

/** Distinguished encoding (X.690): a tag, a length, and what it holds. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'));
const commonName = identifier('550403');
const subjectAltName = identifier('551d11');

const nameOf = (text: string): Buffer =>
  sequence(set(sequence(commonName, der(0x0c, Buffer.from(text)))));

/**
 * A certificate (X.509, RFC 5280) of 127.0.0.1 that vouches for itself, and its key, in PEM.
 * @param serial tells one from another, below 128.
 */
export const selfSignedCertificate = (serial: number): { cert: string; key: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const addresses = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const toBeSigned = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    nameOf('test'),
    sequence(utcTime('200101000000Z'), utcTime('490101000000Z')),
    nameOf('test'),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(subjectAltName, der(0x04, addresses)))),
  );
  const certificate = sequence(
    toBeSigned,
    ecdsaWithSha256,
    bits(sign('sha256', toBeSigned, privateKey)),
  );
  const body = certificate.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
