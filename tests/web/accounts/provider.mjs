// A real OpenID Connect provider (npm oidc-provider) for the tests: who signs in with a name is the account of that name.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [folder, back] = process.argv.slice(2);
const require = createRequire(folder + '/');
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

const people = {
  ana: { email: 'ana@obcina.si', email_verified: true, name: 'Ana', groups: ['obcine'], organi: ['k-redarstvo'] },
  vid: { email: 'vid@obcina.si', email_verified: true, name: 'Vid', groups: ['sos', 'obcine'], obcina: 'Ptuj' },
  neva: { email: 'neva@obcina.si', email_verified: false, name: 'Neva', groups: ['sos'] },
};

const listener = createServer();
listener.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${listener.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'kb', client_secret: 'skrivnost-za-preizkus-0123456789', redirect_uris: [back] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups', 'organi', 'obcina'] },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => people[id] && { accountId: id, claims: async () => ({ sub: id, ...people[id] }) },
    cookies: { keys: ['samo za preizkus'] },
  });
  listener.on('request', provider.callback());
  console.log(issuer);
});
