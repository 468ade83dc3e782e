// The protocol by openid-client.
import * as oidc from 'openid-client'

export async function connect({ issuer, clientId, secret, redirectUri, scope }) {
  const config = await oidc.discovery(new URL(issuer), clientId, secret, undefined, { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] })
  return {
    metadata: config.serverMetadata(),

    async begin(extra) {
      const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()]
      const url = oidc.buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope, state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...extra })
      return { url, pending: { verifier, state, nonce } }
    },

    async finish(url, { verifier, state, nonce }) {
      const answer = await oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true })
      return { ...answer, claims: answer.claims() }
    },

    async refresh(token) {
      const answer = await oidc.refreshTokenGrant(config, token)
      return { ...answer, claims: answer.claims() }
    },

    userInfo: (token, sub) => oidc.fetchUserInfo(config, token, sub),
    introspect: token => oidc.tokenIntrospection(config, token),
    revoke: token => oidc.tokenRevocation(config, token),
    clientCredentials: async scope => (await oidc.clientCredentialsGrant(config, scope ? { scope } : {})).access_token,
    endSession: parameters => oidc.buildEndSessionUrl(config, parameters),
  }
}
