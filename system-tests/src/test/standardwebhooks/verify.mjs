// What independent implementations make of our webhooks: one JSON command a line on stdin, one JSON answer a line on stdout.
import {createPublicKey, verify} from 'node:crypto';
import {createInterface} from 'node:readline';
import {Webhook} from 'standardwebhooks';

// An Ed25519 key as X.509 has it, before its 32 bytes.
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

const commands = {
  // By the official library, which knows shared secrets only.
  v1: ({secret, headers, body}) => new Webhook(secret).verify(body, headers),

  // By Node's own cryptography, as the specification says it of asymmetric signatures.
  v1a: ({publicKey, headers, body}) => {
    const raw = Buffer.from(publicKey.replace(/^whpk_/, ''), 'base64');
    const key = createPublicKey({key: Buffer.concat([ED25519, raw]), format: 'der', type: 'spki'});
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    const signatures = headers['webhook-signature'].split(' ').filter((one) => one.startsWith('v1a,'));
    if (!signatures.some((one) => verify(null, content, key, Buffer.from(one.slice(4), 'base64')))) {
      throw new Error('no signature fits');
    }
    return JSON.parse(body);
  },
};

for await (const line of createInterface({input: process.stdin})) {
  const {id, command, ...parameters} = JSON.parse(line);
  try {
    console.log(JSON.stringify({id, result: {verified: commands[command](parameters)}}));
  } catch (error) {
    console.log(JSON.stringify({id, result: {refused: error.message}}));
  }
}
