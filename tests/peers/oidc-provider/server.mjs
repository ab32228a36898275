// An OpenID provider that we did not write (npm oidc-provider), for the portal to sign in with.
// Usage: PORTAL=http://localhost:5080 PORT=0 node server.mjs   → prints "issuer http://127.0.0.1:<port>"
// People: clerk, records, admin, porter (no role of the portal's); the password is the user name.
import { createServer } from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';

const portal = process.env.PORTAL ?? 'http://localhost:5080';
const server = createServer().listen(Number(process.env.PORT ?? 0), '127.0.0.1', start);

function start() {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const people = { clerk: 'Asha Rao', records: 'Vikram Iyer', admin: 'Meena Pillai', porter: 'Ravi Das' };

  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'hrp-portal',
      client_secret: process.env.CLIENT_SECRET ?? 'peer-only',
      redirect_uris: [`${portal}/signin-oidc`],
      post_logout_redirect_uris: [`${portal}/account/signed-out`],
    }],
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    conformIdTokenClaims: false, // the claims of the scope in the id_token, not only at userinfo
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'peer-1' }] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: people[sub], roles: sub === 'porter' ? ['porter'] : [sub] }),
    }),
    // The hospital has agreed on behalf of its staff: nobody is asked.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = `${out.error}: ${out.error_description}`;
    },
  });

  const page = (uid, wrong) => `<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in</h1>
    ${wrong ? '<p role="alert">User name or password is wrong.</p>' : ''}
    <form method="post" action="/sign-in/${encodeURIComponent(uid)}">
      <p><label>Username <input name="username" autocomplete="username" autofocus></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
      <button type="submit">Sign in</button>
    </form></html>`;

  server.on('request', async (req, res) => {
    const uid = /^\/sign-in\/([\w-]+)$/.exec(req.url)?.[1];
    if (!uid) return provider.callback()(req, res);
    let form;
    if (req.method === 'POST') {
      let body = '';
      for await (const part of req) body += part;
      form = new URLSearchParams(body);
      const name = form.get('username');
      if (Object.hasOwn(people, name) && form.get('password') === name)
        return provider.interactionFinished(req, res, { login: { accountId: name } });
    }
    res.setHeader('content-type', 'text/html; charset=utf-8').end(page(uid, form));
  });
  console.log(`issuer ${issuer}`);
}
